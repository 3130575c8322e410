import type { TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import type { Log } from '../../infra/log';
import type { Answered } from '../../infra/safe-fetch';
import { hashOf } from '../canonical-json.rules';
import type { OutsideService } from '../outside/outside-service';
import { type ArgumentsCheck, argumentsCheck } from '../outside/parameters.rules';
import { previewText } from '../outside/preview';
import type { StrangersPolicy } from '../outside/strangers-words.rules';
import {
  type Committed,
  type Proposed,
  type ReadTool,
  type ToolContext,
  ToolRefused,
  type ToolResult,
  type WriteTool,
} from '../tool';
import { answerInWords, readAnswer, type ServiceAnswer } from './http-answer.rules';
import { HttpCaller, ServiceFailed } from './http-caller';
import type { HttpToolDefinition } from './http-tool-definition';
import { UrlNotFilled } from './url-template.rules';

/** What an HTTP tool needs to speak. */
export interface HttpToolDeps {
  readonly service: OutsideService<HttpToolDefinition>;
  readonly caller: HttpCaller;
  readonly locales: Locales;
  readonly log: Log;
}

type Given = Readonly<Record<string, unknown>>;

/** An HTTP service as a tool of a bot. */
export function httpTool(deps: HttpToolDeps): ReadTool<Given> | WriteTool<Given> {
  const called = new CalledService(deps);
  const { name, description, parameters, effect } = deps.service.definition;
  const parse = (given: unknown, context: ToolContext) => called.parse(given, context);
  const described = { name, description, parameters, parse };
  if (effect === 'read') return { ...described, effect, run: (input, context) => called.run(input, context) };
  return {
    ...described,
    effect,
    propose: async (input, context) => called.propose(input, context),
    commit: (content, context) => called.commit(content, context),
  };
}

class CalledService {
  private readonly check: ArgumentsCheck;
  private readonly version: string;

  constructor(private readonly deps: HttpToolDeps) {
    const { definition } = deps.service;
    this.check = argumentsCheck(definition.parameters, true);
    this.version = hashOf([definition.method, definition.url, definition.parameters]);
  }

  parse(given: unknown, { language }: ToolContext): Given {
    const { arguments: checked, faults } = this.check(given);
    if (checked) return checked;
    throw new ToolRefused(this.text(language, 'bad_arguments', { faults }));
  }

  async run(input: Given, context: ToolContext): Promise<ToolResult> {
    const answer = await this.call(input, context, null);
    return this.result(this.read(answer, context.language), context.language);
  }

  propose(input: Given, { language }: ToolContext): Proposed {
    const { definition } = this.deps.service;
    const { parameters: schema, labels } = definition;
    const title = definition.title?.[language] ?? definition.description[language];
    const preview = previewText({ title, schema, labels, arguments: input }, language, this.deps.locales);
    return { content: { arguments: input, version: this.version }, preview };
  }

  async commit(content: Proposed['content'], context: ToolContext & { readonly key: string }): Promise<Committed> {
    const { language, key } = context;
    // What was agreed to was another thing.
    if (content['version'] !== this.version) throw new ToolRefused(this.text(language, 'changed'));
    const input = this.parse(content['arguments'], context);
    const read = this.read(await this.call(input, context, key), language);
    if (read.status >= 400) throw new ToolRefused(this.notDone(read, language));
    return this.result(read, language);
  }

  private read(answer: Answered, language: TextLanguage): ServiceAnswer {
    return readAnswer(answer, this.policy(language));
  }

  private result(read: ServiceAnswer, language: TextLanguage): ToolResult {
    const { definition } = this.deps.service;
    if (read.status >= 400) return { text: this.notDone(read, language), data: { ...read } };
    const says = definition.says?.[language];
    const words = answerInWords(read.content, read.content === null ? undefined : says);
    const isEmpty = read.content === null || words.trim() === '';
    const done = definition.effect === 'write' ? 'done' : 'nothing';
    return { text: isEmpty ? (says ?? this.text(language, done)) : words, data: { ...read } };
  }

  private notDone({ status, content }: ServiceAnswer, language: TextLanguage): string {
    const why = answerInWords(content, undefined).slice(0, 500);
    return content === null
      ? this.text(language, 'not_done', { status })
      : this.text(language, 'not_done_because', { status, why });
  }

  private async call(input: Given, context: ToolContext, key: string | null): Promise<Answered> {
    const { dialogueId: dialogue, userId: user, language, signal } = context;
    try {
      return await this.deps.caller.call({ arguments: input, context: { dialogue, user, language }, key, signal });
    } catch (error) {
      if (error instanceof UrlNotFilled) {
        throw new ToolRefused(this.text(language, 'bad_arguments', { faults: error.message }), { cause: error });
      }
      if (!(error instanceof ServiceFailed)) throw error;
      const { service, log } = this.deps;
      log.warn({ tool: service.name, bot: service.botId, fault: error.fault, why: error.message }, 'a tool has failed');
      throw new ToolRefused(this.text(language, error.fault), { cause: error });
    }
  }

  private policy(language: TextLanguage): StrangersPolicy {
    const { hostname } = new URL(this.deps.service.definition.url.replaceAll(/[{}]/g, ''));
    return { domains: [hostname], removed: this.deps.locales.t(language, 'outside-tools:link_removed') };
  }

  private text(language: TextLanguage, key: string, params: Record<string, string | number> = {}): string {
    return this.deps.locales.t(language, `outside-tools:${key}`, params);
  }
}

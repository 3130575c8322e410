import { parse } from 'yaml';
import { z } from 'zod';
import { commandSettings } from './command-settings';

function read(yaml: string) {
  return commandSettings.parse(parse(yaml));
}

function complaint(yaml: string): string {
  const { error } = commandSettings.safeParse(parse(yaml));
  return error ? z.prettifyError(error) : '';
}

describe('The commands of a bot', () => {
  it('are none where its folder names none', () => {
    expect(commandSettings.parse(undefined)).toEqual([]);
  });

  it('say what they do: choose a persona, ask the model, say a text, ask a tool', () => {
    const commands = read(`
      - { name: da, persona: da }
      - { name: joke, prompt: joke, description: { ru: шутка, en: a joke } }
      - { name: explain, say: commands, description: { ru: что умею, en: what I can } }
      - { name: halls, tool: get_halls_data, description: { ru: залы, en: halls } }
    `);
    expect(commands).toEqual([
      { name: 'da', kind: 'persona', target: 'da' },
      { name: 'joke', kind: 'prompt', target: 'joke', description: { ru: 'шутка', en: 'a joke' } },
      { name: 'explain', kind: 'say', target: 'commands', description: { ru: 'что умею', en: 'what I can' } },
      { name: 'halls', kind: 'tool', target: 'get_halls_data', description: { ru: 'залы', en: 'halls' } },
    ]);
  });

  it.each([
    ['- { name: Joke, persona: x }', 'small Latin letters'],
    ['- { name: operator, persona: x }', 'every bot has'],
    ['- { name: rate, persona: x }', 'every bot has'],
    ['- { name: about, persona: x }', 'every bot has'],
    ['- { name: x }', 'exactly one of persona, prompt, say, tool'],
    ['- { name: x, persona: a, say: b }', 'exactly one of persona, prompt, say, tool'],
    ['- { name: x, prompt: a }', 'must have a description'],
    ['- { name: x, prompt: a, description: { ru: да } }', 'description.en'],
    ['- { name: x, run: rm }', 'Unrecognized key'],
    ['[{ name: x, persona: a }, { name: x, persona: b }]', 'different names'],
  ])('are refused with a reason: %s', (yaml, reason) => {
    expect(complaint(yaml)).toContain(reason);
  });
});

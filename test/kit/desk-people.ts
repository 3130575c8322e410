import type { GraphqlCaller } from './graphql-caller';
import type { House } from './house';
import type { TelegramPerson } from './telegram-person';
import { until } from './until';

const ofUser = 'query ($search: String) { users(search: $search) { nodes { dialogues { nodes { id } } } } }';
const seen = `query ($id: ID!) { dialogue(id: $id) { status memory handoffs { summary outcome lastQuestion }
  suggestion { id seq kind text language citations { document { title } } }
  messages(last: 100) { nodes { id seq role text language citations { passage } } } } }`;
const accept = 'mutation ($id: ID!) { acceptHandoff(input: { dialogueId: $id }) { dialogue { status } } }';
const send = `mutation ($id: ID!, $text: String!) { sendMessage(input: { dialogueId: $id, text: $text }) { message { id } } }`;
const giveBack = 'mutation ($id: ID!) { returnToBot(input: { dialogueId: $id }) { dialogue { status } } }';
const close = 'mutation ($id: ID!) { closeDialogue(input: { dialogueId: $id }) { dialogue { status } } }';

/** A dialogue as an operator sees it. */
export interface SeenDialogue {
  readonly status: string;
  readonly memory: string | null;
  readonly handoffs: readonly {
    readonly summary: string | null;
    readonly outcome: string | null;
    readonly lastQuestion: string | null;
  }[];
  readonly suggestion: {
    readonly id: string;
    readonly seq: number;
    readonly kind: string;
    readonly text: string;
    readonly language: string;
    readonly citations: readonly { readonly document: { readonly title: string } | null }[];
  } | null;
  readonly messages: {
    readonly nodes: readonly {
      readonly id: string;
      readonly seq: number;
      readonly role: string;
      readonly text: string;
      readonly language: string;
      readonly citations: readonly { readonly passage: string }[];
    }[];
  };
}

/** One dialogue between a person in Telegram and an operator at the desk. */
export class DeskTalk {
  private constructor(
    readonly id: string,
    private readonly operator: GraphqlCaller,
    /** Looks on: it may ask as often as it likes. */
    private readonly api: GraphqlCaller,
  ) {}

  /** The person writes, so that there is a dialogue, and hears the first answer. */
  static async begin(
    house: House,
    talk: { readonly person: TelegramPerson; readonly operator: GraphqlCaller; readonly writes: string },
  ): Promise<DeskTalk> {
    talk.person.writes(talk.writes);
    await talk.person.hears();
    const { users } = await house.api.call(ofUser, { search: String(talk.person.person.id) });
    return new DeskTalk(users.nodes[0].dialogues.nodes[0].id, talk.operator, house.api);
  }

  /** What there is to see now. */
  async seen(): Promise<SeenDialogue> {
    return (await this.api.call(seen, { id: this.id })).dialogue;
  }

  /** What an operator sees once it is as told. */
  async sees(what: string, holds: (dialogue: SeenDialogue) => boolean): Promise<SeenDialogue> {
    await until(`the operator sees ${what}`, async () => holds(await this.seen()));
    return this.seen();
  }

  async accepts(): Promise<void> {
    await this.operator.call(accept, { id: this.id });
  }

  async says(text: string): Promise<void> {
    await this.operator.call(send, { id: this.id, text });
  }

  async returns(): Promise<void> {
    await this.operator.call(giveBack, { id: this.id });
  }

  async closes(): Promise<void> {
    await this.operator.call(close, { id: this.id });
  }
}

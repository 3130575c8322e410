import { deskStories } from './desk-stories';
import { type House, openHouse } from './house';
import { TelegramGroup } from './telegram-group';
import { dialogueOf, type LinkedOperator, linkedOperator, whenStatus } from './telegram-operators';
import type { TelegramPerson } from './telegram-person';
import { until } from './until';

/** A dialogue that came to the people: its user, its topic, its card there. */
export interface InTopic {
  readonly user: TelegramPerson;
  readonly topicId: number;
  readonly dialogueId: string;
  readonly cardId: number;
}

/** A house whose bot has a desk in a group, with two operators in it. */
export class DeskGroup {
  private users = 0;

  private constructor(
    readonly house: House,
    readonly group: TelegramGroup,
    readonly language: 'ru' | 'en',
    readonly maria: LinkedOperator,
    readonly oleg: LinkedOperator,
  ) {}

  static async open(language: 'ru' | 'en', environment: Record<string, string> = {}): Promise<DeskGroup> {
    const house = await openHouse(environment);
    const { maria: first, oleg: second } = deskStories[language];
    const maria = await linkedOperator(house, { name: first, role: 'SUPERVISOR', languages: [language] });
    const oleg = await linkedOperator(house, { name: second, languages: [language] });
    const group = TelegramGroup.forum(house.telegram, { title: 'Desk' });
    group.joins(maria.person, 'administrator');
    group.joins(oleg.person);
    group.writes(maria.person, null, '/desk');
    await group.hears(null, '/desk off');
    return new DeskGroup(house, group, language, maria, oleg);
  }

  get story() {
    return deskStories[this.language];
  }

  /** Somebody has a trouble and asks for a person. */
  async waiting(name?: string): Promise<InTopic> {
    this.users += 1;
    const first_name = name ?? `${this.story.user} ${this.users}`;
    const user = this.house.person({ first_name, language_code: this.language });
    user.writes(this.story.trouble);
    await user.hears();
    user.writes(this.story.wish);
    await user.sees(this.story.phrase);
    const { threadId: topicId } = await this.group.topic(first_name);
    const card = await this.group.hears(topicId, this.story.waiting);
    return { user, topicId, dialogueId: await dialogueOf(this.house, user), cardId: card.message_id };
  }

  /** The same, and Maria has accepted it. */
  async held(name?: string): Promise<InTopic> {
    const topic = await this.waiting(name);
    this.group.presses(this.maria.person, topic.cardId, this.story.accept);
    await whenStatus(this.house, topic.dialogueId, 'OPERATOR');
    return topic;
  }

  /** Waits until it is written down what a message in the group shows: people who answer it are never as quick as a test. */
  async remembers({ message_id: id }: { readonly message_id: number }): Promise<void> {
    const row = () => this.house.database.pool.query('select from desk_messages where telegram_id = $1', [id]);
    await until('it is known what the message shows', async () => (await row()).rows.length > 0);
  }

  close(): Promise<void> {
    return this.house.close();
  }
}

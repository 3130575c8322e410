import { deskStories } from '../kit/desk-stories';
import { type House, openHouse } from '../kit/house';
import { dialogueOf, helpdeskId, type LinkedOperator, linkedOperator, whenStatus } from '../kit/telegram-operators';
import { until } from '../kit/until';

const start = `mutation ($input: StartDialogueInput!) { startDialogue(input: $input) { dialogue { id } } }`;
const send = `mutation ($id: ID!, $text: String!) { sendUserMessage(input: { dialogueId: $id, text: $text }) { message { id } } }`;
const pairs = {
  en: {
    reads: 'ru',
    asks: 'Where is my order BM-2026-114, please?',
    asksThere: 'Где мой заказ BM-2026-114, скажите, пожалуйста?',
    answers: 'Заказ BM-2026-114 приедет завтра утром.',
    answersThere: 'Order BM-2026-114 will arrive tomorrow morning.',
    amends: 'Заказ BM-2026-114 приедет завтра вечером.',
    amendsThere: 'Order BM-2026-114 will arrive tomorrow evening.',
  },
  ru: {
    reads: 'en',
    asks: 'Где мой заказ BM-2026-114, скажите, пожалуйста?',
    asksThere: 'Where is my order BM-2026-114, please?',
    answers: 'Order BM-2026-114 will arrive tomorrow morning.',
    answersThere: 'Заказ BM-2026-114 приедет завтра утром.',
    amends: 'Order BM-2026-114 will arrive tomorrow evening.',
    amendsThere: 'Заказ BM-2026-114 приедет завтра вечером.',
  },
} as const;

describe.each(['ru', 'en'] as const)(
  'an operator in Telegram who reads another language than the user, who writes in %s',
  (language) => {
    const pair = pairs[language];
    const theirs = deskStories[language];
    const ours = deskStories[pair.reads];
    let house: House;
    let maria: LinkedOperator;

    beforeAll(async () => {
      house = await openHouse();
      maria = await linkedOperator(house, { name: 'Maria', languages: [pair.reads] });
      maria.chat.writes('/online');
      await maria.chat.sees('🟢');
      house.model.control.translate({
        [pair.asks]: pair.asksThere,
        [pair.answers]: pair.answersThere,
        [pair.amends]: pair.amendsThere,
      });
    }, 180_000);
    afterAll(() => house.close());

    it('sees both texts, and writes in their own', async () => {
      const user = house.person({ first_name: 'Anna', language_code: language });
      user.writes(theirs.wish);
      await user.sees(theirs.phrase);
      const card = await maria.chat.sees('Anna');
      expect(card.text).toContain(ours.waiting);
      maria.chat.presses(ours.accept);
      await whenStatus(house, await dialogueOf(house, user), 'OPERATOR');
      user.writes(pair.asks);
      const shown = await maria.chat.sees(pair.asks);
      await until('the translation comes below it', () =>
        maria.chat
          .onScreen()
          .some(
            (one) =>
              one.message_id === shown.message_id && one.text === `👤 Anna\n${pair.asks}\n\n🌐 ${pair.asksThere}`,
          ),
      );
      const answer = maria.chat.writes(pair.answers);
      await user.sees(pair.answersThere);
      maria.chat.edits(answer, pair.amends);
      await user.sees(pair.amendsThere);
      expect(user.onScreen().some((one) => one.text === pair.answersThere)).toBe(false);
    });

    it('serves the users of apps as well', async () => {
      const input = { botId: await helpdeskId(house), externalUserId: 'shop-7', displayName: 'Shop user', language };
      const { startDialogue } = await house.api.call(start, { input });
      const { id } = startDialogue.dialogue;
      await house.api.call(send, { id, text: theirs.wish });
      const card = await maria.chat.sees('Shop user');
      house.telegram.people('helpdesk').press(maria.person, { messageId: card.message_id, button: ours.accept });
      await whenStatus(house, id, 'OPERATOR');
      maria.chat.repliesTo(card.message_id, pair.answers);
      await until('the app has it', async () =>
        (await whenStatus(house, id, 'OPERATOR')).messages.nodes.some(
          (one: any) => one.role === 'OPERATOR' && one.delivery === 'SENT',
        ),
      );
    });
  },
);

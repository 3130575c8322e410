import { Api, type GrammyError, InlineKeyboard, InputFile, InputMediaBuilder } from 'grammy';
import { TelegramGroup } from '../../../test/kit/telegram-group';
import { openLog } from '../../infra/log';
import { startTelegramStandin, type TelegramStandin } from './telegram-standin';
import type { SentFile } from './user-actions';

const token = '4747:test-token';
const asha = { id: 97, first_name: 'Asha', language_code: 'en' };
const ivan = { id: 98, first_name: 'Иван', language_code: 'ru' };
const bytes = Buffer.from('some bytes');

let standin: TelegramStandin;
let api: Api;
let desk: TelegramGroup;
let topic: number;

beforeEach(async () => {
  standin = await startTelegramStandin({ log: openLog('silent') });
  standin.addBot({ token, slug: 'desk', username: 'desk_bot' });
  api = new Api(token, { apiRoot: standin.apiRoot });
  desk = TelegramGroup.forum(standin, { title: 'Operators', owner: asha }, 'desk');
  standin.people('desk').say(ivan, '/start');
  topic = (await api.createForumTopic(desk.id, 'Иван')).message_thread_id;
});
afterEach(() => standin.close());

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no refusal',
    (error: GrammyError) => error.description,
  );
const lastMessage = async () => (await api.getUpdates({ offset: -1 }))[0]?.message;
const fileOf = (messageId: number, kind: 'voice' | 'document' | 'video') =>
  desk.message(messageId)?.[kind]?.file_id ?? '';

describe('files', () => {
  it('of every kind come from people, with their words', async () => {
    const kinds = ['photo', 'document', 'voice', 'video', 'audio', 'animation', 'sticker', 'video_note'] as const;
    for (const kind of kinds) {
      desk.sends(asha, topic, { kind, bytes, caption: 'see /this' });
      const message = await lastMessage();
      const file = message?.[kind];
      expect(Array.isArray(file) ? file[0] : file).toMatchObject({ file_id: expect.any(String), file_size: 10 });
      const silent = kind === 'sticker' || kind === 'video_note';
      expect(message?.caption).toBe(silent ? undefined : 'see /this');
      expect(message?.caption_entities?.[0]?.type).toBe(silent ? undefined : 'bot_command');
      expect(message).toMatchObject({ message_thread_id: topic, is_topic_message: true });
    }
    expect((await lastMessage())?.chat).toMatchObject({ is_forum: true });
  });

  it('of people may come as one album, and their words may be changed', async () => {
    const photo: SentFile = { kind: 'photo', bytes, album: '5', caption: 'the leek' };
    const first = desk.sends(asha, topic, photo);
    desk.sends(asha, topic, { kind: 'photo', bytes, album: '5' });
    desk.edits(asha, first, 'the leak');
    const [second, edit] = (await api.getUpdates()).slice(-2);
    expect(second?.message).toMatchObject({ media_group_id: '5' });
    expect(edit?.edited_message).toMatchObject({ caption: 'the leak', media_group_id: '5' });
    expect(edit?.edited_message).not.toHaveProperty('text');
  });

  it('are sent again by their id, to any chat, as what they are', async () => {
    const voice = fileOf(desk.sends(asha, topic, { kind: 'voice', bytes, duration: 7 }), 'voice');
    const sent = await api.sendVoice(98, voice, { caption: '<b>Listen</b>', parse_mode: 'HTML' });
    expect(sent).toMatchObject({ voice: { file_id: voice, duration: 7, mime_type: 'audio/ogg' }, caption: 'Listen' });
    expect(sent.caption_entities).toEqual([{ type: 'bold', offset: 0, length: 6 }]);
    const document = fileOf(desk.sends(asha, topic, { kind: 'document', bytes, fileName: 'bill.pdf' }), 'document');
    const answer = { reply_parameters: { message_id: sent.message_id } };
    expect(await api.sendDocument(98, document, answer)).toMatchObject({
      document: { file_name: 'bill.pdf' },
      reply_to_message: { message_id: sent.message_id },
    });
    expect(await api.sendDocument(98, voice)).toMatchObject({ voice: { file_id: voice } });
    expect(await refusal(api.sendPhoto(98, voice))).toBe("Bad Request: can't use file of type VoiceNote as Photo");
    expect(await refusal(api.sendVideo(98, 'AgACunknown'))).toBe(
      'Bad Request: wrong file identifier/HTTP URL specified',
    );
  });

  it('are uploaded by the bot, and known by their id then', async () => {
    const file = () => new InputFile(bytes, 'walk.mp4');
    const video = await api.sendVideo(98, file(), { duration: 12, reply_markup: new InlineKeyboard().text('a', 'b') });
    expect(video).toMatchObject({ video: { duration: 12, file_name: 'walk.mp4' }, reply_markup: expect.anything() });
    expect(await api.sendVideo(98, video.video.file_id)).toMatchObject({ video: { duration: 12 } });
    expect(await api.sendAudio(98, file())).toMatchObject({ audio: { duration: 3 } });
    const animation = await api.sendAnimation(98, file());
    expect(animation.document?.file_id).toBe(animation.animation.file_id);
    expect(await api.sendSticker(98, file())).toMatchObject({ sticker: { emoji: '👍' } });
    expect(await api.getFile(video.video.file_id)).toMatchObject({ file_size: 10 });
  });

  it('are sent as albums', async () => {
    const photo = InputMediaBuilder.photo(new InputFile(bytes, 'a.jpg'), { caption: 'both' });
    const seen = desk.sends(asha, topic, { kind: 'video', bytes });
    const album = [photo, InputMediaBuilder.video(fileOf(seen, 'video'))];
    const sent = await api.sendMediaGroup(desk.id, album, { message_thread_id: topic });
    expect(sent).toMatchObject([{ photo: [{}], caption: 'both', message_thread_id: topic }, { video: {} }]);
    const albums = sent.map(({ message_id }) => desk.message(message_id)?.media_group_id);
    expect(albums).toEqual([expect.any(String), albums[0]]);
    const mixed = [photo, InputMediaBuilder.document(new InputFile(bytes, 'a.txt'))];
    expect(await refusal(api.sendMediaGroup(98, mixed as (typeof photo)[]))).toBe(
      "Bad Request: document can't be mixed with other media types",
    );
    expect(await refusal(api.sendMediaGroup(98, [photo]))).toMatch(/expected 2-10 media/);
  });
});

describe('copies', () => {
  it('carry text, files and words to another chat, without the author', async () => {
    const question = standin.people('desk').say(ivan, 'Where is /help?').message_id;
    const thread = { message_thread_id: topic };
    const { message_id } = await api.copyMessage(desk.id, 98, question, thread);
    const copy = desk.message(message_id);
    expect(copy).toMatchObject({ text: 'Where is /help?', from: { id: 4747 }, entities: [{ type: 'bot_command' }] });
    expect(copy).not.toHaveProperty('forward_origin');
    const photo = standin.people('desk').sendFile(ivan, { kind: 'photo', bytes, caption: 'old words' }).message_id;
    const named = await api.copyMessage(desk.id, 98, photo, { ...thread, caption: 'new words' });
    expect(desk.message(named.message_id)).toMatchObject({ photo: [{}], caption: 'new words' });
    expect(await refusal(api.copyMessage(desk.id, 98, 5))).toBe('Bad Request: message to copy not found');
    expect(await refusal(api.copyMessage(98, desk.id, topic))).toBe("Bad Request: message can't be copied");
  });

  it('of many messages pass over what is not there and keep albums together', async () => {
    const photo: SentFile = { kind: 'photo', bytes, album: 'a0' };
    const ids = [desk.sends(asha, topic, photo), desk.sends(asha, topic, photo)];
    const copies = await api.copyMessages(98, desk.id, [...ids, 900]);
    const albums = copies.map(
      ({ message_id }) => standin.bot('desk').chat(98).find(message_id)?.message.media_group_id,
    );
    expect(albums).toEqual([expect.any(String), albums[0]]);
    expect(albums[0]).not.toBe('a0');
    expect(await refusal(api.copyMessages(98, desk.id, [901, 900]))).toMatch(/strictly increasing order/);
    expect(await refusal(api.copyMessages(98, desk.id, [900]))).toBe('Bad Request: message to copy not found');
  });

  it('that are forwarded say who wrote it first', async () => {
    const question = standin.people('desk').say(ivan, 'Help!').message_id;
    const forwarded = await api.forwardMessage(desk.id, 98, question, { message_thread_id: topic });
    expect(forwarded).toMatchObject({ text: 'Help!', forward_origin: { type: 'user', sender_user: { id: 98 } } });
    const [again] = await api.forwardMessages(98, desk.id, [forwarded.message_id]);
    const there = standin
      .bot('desk')
      .chat(98)
      .find(again?.message_id ?? 0);
    expect(there?.message.forward_origin).toEqual(forwarded.forward_origin);
  });
});

describe('later', () => {
  it('words under files are changed, and refused where there are none or nothing changes', async () => {
    const keyboard = new InlineKeyboard().text('Accept', 'accept');
    const photo = await api.sendPhoto(desk.id, new InputFile(bytes, 'a.jpg'), { caption: 'one' });
    const edited = await api.editMessageCaption(desk.id, photo.message_id, { caption: 'two', reply_markup: keyboard });
    expect(edited).toMatchObject({ caption: 'two', reply_markup: { inline_keyboard: [[{ text: 'Accept' }]] } });
    const same = { caption: 'two', reply_markup: keyboard };
    expect(await refusal(api.editMessageCaption(desk.id, photo.message_id, same))).toMatch(/message is not modified/);
    await api.editMessageReplyMarkup(desk.id, photo.message_id);
    expect(desk.buttons(photo.message_id)).toEqual([]);
    const { message_id } = await api.sendMessage(desk.id, 'words');
    expect(await refusal(api.editMessageCaption(desk.id, message_id, { caption: 'x' }))).toMatch(/no caption/);
    expect(await refusal(api.editMessageText(desk.id, photo.message_id, 'x'))).toMatch(/no text in the message/);
    const media = InputMediaBuilder.document(new InputFile(bytes, 'b.txt'), { caption: 'three' });
    const changed = await api.editMessageMedia(desk.id, photo.message_id, media);
    expect(changed).toMatchObject({ document: { file_name: 'b.txt' }, caption: 'three' });
    expect(changed).not.toHaveProperty('photo');
  });

  it('messages are deleted, but not the note that opened a topic', async () => {
    const written = desk.writes(asha, topic, 'secret');
    const { message_id } = await api.sendMessage(98, 'oops');
    await api.deleteMessage(98, message_id);
    await api.deleteMessages(desk.id, [written, 900]);
    expect(desk.message(written)).toBeUndefined();
    expect(await refusal(api.deleteMessage(desk.id, written))).toBe('Bad Request: message to delete not found');
    expect(await refusal(api.deleteMessage(desk.id, topic))).toBe("Bad Request: message can't be deleted");
    expect(await refusal(api.editMessageText(98, message_id, 'x'))).toBe('Bad Request: message to edit not found');
  });

  it('messages are pinned, with a note of it, and unpinned', async () => {
    const card = await api.sendMessage(desk.id, 'card', { message_thread_id: topic });
    await api.pinChatMessage(desk.id, card.message_id);
    expect(await lastMessage()).toMatchObject({
      message_thread_id: topic,
      pinned_message: { message_id: card.message_id, text: 'card' },
    });
    expect(await api.getChat(desk.id)).toMatchObject({ pinned_message: { text: 'card' } });
    await api.unpinAllForumTopicMessages(desk.id, topic);
    expect(await refusal(api.unpinChatMessage(desk.id, card.message_id))).toMatch(/message to unpin not found/);
    expect(await refusal(api.pinChatMessage(desk.id, 900))).toBe('Bad Request: message to pin not found');
  });

  it('one emoji goes under a message, out of those that there are', async () => {
    const written = desk.writes(asha, topic, 'done');
    const react = (emoji: string, messageId = written) =>
      refusal(api.setMessageReaction(desk.id, messageId, [{ type: 'emoji', emoji: emoji as '👌' }]));
    expect(await react('👌')).toBe('no refusal');
    expect(desk.entries(topic).find((entry) => entry.message.message_id === written)?.reaction).toBe('👌');
    expect(await react('✅')).toBe('Bad Request: REACTION_INVALID');
    expect(await react('👌', 900)).toBe('Bad Request: message to react not found');
    await api.setMessageReaction(desk.id, written, []);
    expect(desk.entries(topic).some((entry) => entry.reaction !== undefined)).toBe(false);
  });
});

import { OpenAI } from 'openai';
import { openLog } from '../../infra/log';
import { type OpenAiStandin, startOpenAiStandin } from './openai-standin';
import { phrases } from './phrases';

let standin: OpenAiStandin;
let client: OpenAI;

beforeAll(async () => {
  standin = await startOpenAiStandin({ log: openLog('silent') });
  client = new OpenAI({ apiKey: 'any', baseURL: standin.baseUrl, maxRetries: 0 });
});
afterAll(() => standin.close());

describe('transcription', () => {
  const hear = async (audio: Buffer, options: { language?: string; name?: string } = {}) => {
    const file = new File([new Uint8Array(audio)], options.name ?? 'voice.ogg');
    const { language = 'ru' } = options;
    return (await client.audio.transcriptions.create({ model: 'whisper-1', file, language })).text;
  };
  const sized = (content: string | Buffer) => {
    const bytes = Buffer.from(content);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length);
    return Buffer.concat([size, bytes]);
  };

  it('reads the comment of a WAV recording', async () => {
    const list = Buffer.concat([Buffer.from('INFOICMT'), sized('Сколько стоит доставка?')]);
    const audio = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVELIST'), sized(list)]);
    expect(await hear(audio, { name: 'voice.wav' })).toBe('Сколько стоит доставка?');
  });

  it('reads the comment of an Opus recording', async () => {
    const count = Buffer.from([2, 0, 0, 0]);
    const tags = Buffer.concat([
      Buffer.from('OpusTags'),
      sized('besedka'),
      count,
      sized('ENCODER=x'),
      sized('COMMENT=Call a person'),
    ]);
    expect(await hear(Buffer.concat([Buffer.from('OggS\0\0\0'), tags]))).toBe('Call a person');
  });

  it.each([
    ['ru', phrases.ru.deaf],
    ['en', phrases.en.deaf],
  ])('says in %s that it does not hear', async (language, sentence) => {
    expect(await hear(Buffer.from('OggS and no tags'), { language })).toBe(sentence);
  });

  it('lives through recordings whose sizes lie', async () => {
    const lying = Buffer.concat([Buffer.from('OggS OpusTags'), Buffer.from([255, 255, 255, 255, 1])]);
    expect(await hear(lying)).toBe(phrases.ru.deaf);
    expect(await hear(Buffer.from('RIFF\0\0\0\0WAVELIST\xff\xff\xff\xff', 'latin1'))).toBe(phrases.ru.deaf);
  });
});

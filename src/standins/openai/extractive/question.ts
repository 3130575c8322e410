import { type Asking, askingOf } from './askings';
import { conceptOf } from './concepts';
import { stem, wordsOf } from './stems';

/** A word of the question that an answer should have. */
export interface Term {
  readonly stem: string;
  readonly concept: number | undefined;
  /** How much it matters: 1, or less when it comes from earlier in the dialogue. */
  readonly weight: number;
  /** It only says what kind of answer is wanted, as «стоит» says a price: the answer need not have the word. */
  readonly asks: boolean;
}

/** What is asked. */
export interface Question {
  readonly terms: readonly Term[];
  /** What a fitting answer looks like, when the question word tells. */
  readonly asking: Asking | undefined;
}

// Words that carry no matter: question words, pronouns, prepositions, politeness.
const empty = new Set(
  `и в во не ни на с со что чего чему чем а но то по за из у о об обо к ко для от до при или же ли бы б да нет это этот эта эти эту
  этого этой этом тот та те того как какой какая какие какое каков какова какую каким каких где куда откуда когда сколько кто кого
  кому почему зачем чей чья который которая которые я мы вы ты он она оно они меня мне мной нас нам вас вам вами тебя тебе его ее их
  ему ей им мой моя мое мои моего моей мою моем ваш ваша ваше ваши вашего вашей вашу вашем вашем свой своего наш есть был была было
  были быть будет буду можно могу может можете могли мог могла нужно надо нужен нужна должен должна хочу хотел хотела хотелось хотим
  узнать знать знаете скажите подскажите расскажите расскажи подскажи скажи объясните пожалуйста здравствуйте привет добрый день вечер
  утро доброе уважаемые вопрос ответьте интересует интересно тут там здесь еще уже только очень если вот ну так также тоже через про
  под над без между всего все всё весь раз делать сделать бывает помогите помочь вообще именно примерно какие-то кстати слушайте
  the a an of to in on at for with from by about as is are was were be been am do does did can could would should will shall may might
  must i you he she it we they me him her us them my your his its our their this that these those there here what which who whom whose
  when where why how much many and or but if so not no yes please hello hi hey dear tell let know want like need get got have has had
  any some just also too very into out up over more most than then s t re ve ll d m dont explain give help hello question ask wonder
  wondering really possible take takes taking come comes came happen happens
  happened now случилось произошло теперь сейчас каком каким какими какому какого каждый каждого каждой каждом друг другом другими
  другой других конкретно покажите покажи напишите напиши приведите приведи дайте дай считается считаются входят входит
  between each other further exactly show give write look count counts include included includes`.split(/\s+/),
);

/** Reads a question; `context` is what was said before, for questions that lean on it. */
export function readQuestion(text: string, context = ''): Question {
  const asking = askingOf(text.toLowerCase());
  const terms = new Map<string, Term>();
  for (const term of termsOf(context, 0.5)) terms.set(term.stem, term);
  const asked = termsOf(text, 1).map((term) => ({ ...term, asks: asking?.words.test(term.stem) ?? false }));
  for (const term of asked) terms.set(term.stem, term);
  if (asking?.name && asked.length > 0 && !asked.some(({ asks }) => asks)) {
    terms.set(asking.name, { stem: stem(asking.name), concept: conceptOf(asking.name), weight: 0.7, asks: true });
  }
  return { terms: [...terms.values()], asking };
}

function termsOf(text: string, weight: number): Term[] {
  const words = wordsOf(text).filter((word) => !empty.has(word) && (word.length > 1 || /\p{N}/u.test(word)));
  return words.map((word) => ({ stem: stem(word), concept: conceptOf(word), weight, asks: false }));
}

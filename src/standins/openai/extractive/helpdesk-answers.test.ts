import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { helpdeskQuestions } from '../../../../test/kit/helpdesk-questions';
import { answerFromPassages } from './answer-from-passages';

const folder = path.join(__dirname, '../../../../bots/helpdesk/knowledge');

/** Every section of the help desk's knowledge as a passage of its own: harder than a search that found the right ones. */
function allPassages(): string {
  const sections = readdirSync(folder).flatMap((file) => {
    const [title = '', ...parts] = readFileSync(path.join(folder, file), 'utf8').split(/^(?=## )/m);
    return parts.map((part) => ({ title: title.replace(/^# /, '').trim(), part }));
  });
  return sections
    .map(({ title, part }, index) => `<passage id="${index + 1}" title="${title}">\n${part}\n</passage>`)
    .join('\n');
}

describe.each(['ru', 'en'] as const)('the whole knowledge of the help desk in the prompt, asked in %s', (language) => {
  it('is quoted rightly for nine questions of ten', () => {
    const prompt = allPassages();
    const questions = helpdeskQuestions[language];
    const wrong = questions.filter(({ question, fact }) => {
      const answer = answerFromPassages([
        { role: 'system', content: prompt },
        { role: 'user', content: question },
      ]);
      return !answer.includes(fact);
    });
    expect(questions.length).toBeGreaterThanOrEqual(20);
    const tolerated = Math.floor(questions.length / 10);
    expect(wrong.slice(tolerated)).toEqual([]);
  });
});

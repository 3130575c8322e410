import type { Bots, Persona } from '../dialogues/bots';
import { inLanguage } from '../dialogues/offered-commands';
import type { Locales } from '../infra/locales';
import type { Dialogue } from '../infra/prisma-client/client';
import type { CommandOutcome } from './command-outcome';

/** Lets a user choose the manner and task of a bot that has several. */
export class PersonaChoice {
  constructor(private readonly deps: { bots: Bots; locales: Locales }) {}

  /** What `/mode` comes to: the choice, or the persona that was named by its slug or in words. */
  choose(dialogue: Dialogue, named: string): CommandOutcome {
    const personas = this.personasOf(dialogue);
    const [only] = personas;
    if (only && personas.length === 1) return this.say(dialogue, 'persona.only', namesOf(only, dialogue.language));
    if (named === '') return this.offer(dialogue, 'persona.choose');
    const chosen = personas.find((persona) => isNamed(persona, named));
    return chosen ? this.switchTo(dialogue, chosen.slug) : this.offer(dialogue, 'persona.unknown');
  }

  /** Has this persona answer from now on; doing it again changes nothing. */
  switchTo(dialogue: Dialogue, slug: string): CommandOutcome {
    const persona = this.personasOf(dialogue).find((one) => one.slug === slug);
    if (!persona) return this.offer(dialogue, 'persona.unknown');
    return { ...this.say(dialogue, 'persona.done', namesOf(persona, dialogue.language)), persona: slug };
  }

  private offer(dialogue: Dialogue, key: string): CommandOutcome {
    const personas = this.personasOf(dialogue);
    const lines = personas.map((persona) => {
      const isOn = persona.slug === dialogue.persona;
      const line = isOn ? 'persona.line_on' : 'persona.line';
      return this.say(dialogue, line, namesOf(persona, dialogue.language)).say;
    });
    const buttons = personas.map(({ slug, name }) => [
      { text: inLanguage(name, dialogue.language), action: `mode:${slug}` },
    ]);
    return { ...this.say(dialogue, key, { personas: lines.join('\n') }), buttons };
  }

  private say({ language }: Dialogue, key: string, params: Record<string, string>): { say: string } {
    return { say: this.deps.locales.t(language, `replies:${key}`, params) };
  }

  private personasOf({ botId }: Dialogue): readonly Persona[] {
    return this.deps.bots.get(botId).personas;
  }
}

function namesOf({ name, description }: Persona, language: string): { name: string; description: string } {
  return { name: inLanguage(name, language), description: inLanguage(description, language) };
}

function isNamed({ slug, name }: Persona, named: string): boolean {
  return [slug, ...Object.values(name)].some((one) => one.toLowerCase() === named);
}

import { grown, WordTable } from './word-table';
import { stemOf } from './words.rules';

/** The words of an index, in the forms in which they stand there, and what forms have in common. It only grows. */
export class Vocabulary {
  readonly forms = new WordTable();
  readonly stems = new WordTable();
  private stemsOfForms = new Uint32Array(128);

  /** About how much memory it takes. */
  get bytes(): number {
    return this.forms.bytes + this.stems.bytes + this.stemsOfForms.byteLength;
  }

  /** The number of the stem of a form in `bytes`, both known from now on. */
  stemIn(bytes: Uint8Array, start: number, end: number): number {
    const known = this.forms.size;
    const form = this.forms.add(bytes, start, end);
    if (form < known) return this.stemOfForm(form);
    if (form >= this.stemsOfForms.length) this.stemsOfForms = grown(this.stemsOfForms, this.stemsOfForms.length * 2);
    const stem = this.stems.addText(stemOf(this.forms.text(form)));
    this.stemsOfForms[form] = stem;
    return stem;
  }

  /** The number of a form's stem. */
  stemOfForm(form: number): number {
    return this.stemsOfForms[form] ?? 0;
  }
}

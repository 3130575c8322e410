import { invariant } from '../../src/infra/invariant';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** A client with the link to a payment page, and a browser without scripts. */
export class Payer {
  private html = '';
  /** The status of the latest answer. */
  status = 0;

  private constructor(readonly url: string) {}

  /** Opens the page. */
  static async opens(url: string): Promise<Payer> {
    const payer = new Payer(url);
    await payer.looksAgain();
    return payer;
  }

  /** Loads the page anew. */
  async looksAgain(): Promise<void> {
    await this.take(await fetch(this.url));
  }

  /** What the page says, as it is read. */
  get text(): string {
    return plain(this.html);
  }

  /** What the table says of one thing: hall, date, time, length, price, total, name, phone. */
  shown(what: string): string {
    return plain(new RegExp(`<td id="shown-${what}">([^]*?)</td>`).exec(this.html)?.[1] ?? '');
  }

  /** What is said beside a field. */
  fault(field: string): string {
    return plain(new RegExp(`id="${field}-fault">([^]*?)</p>`).exec(this.html)?.[1] ?? '');
  }

  /** Whether something can be done here: pay, correct, cancel. */
  can(act: string): boolean {
    return this.formOf(act) !== undefined;
  }

  /** Corrects what the form has. */
  async corrects(fields: Readonly<Record<string, string>>): Promise<void> {
    const form = this.formOf('correct');
    invariant(form, `there is something to correct: ${this.text}`);
    await this.send('correct', { ...inputsOf(form), ...fields });
  }

  /** Presses the button that cancels. */
  async cancels(): Promise<void> {
    await this.send('cancel', inputsOf(this.formOf('cancel') ?? ''));
  }

  /** Goes on to the provider; answers where it takes money. */
  async goesToPay(provider = 'card'): Promise<string> {
    const form = this.formOf('pay');
    invariant(form, `there is something to pay: ${this.text}`);
    await this.send('pay', { ...inputsOf(form), provider });
    const link = /<a href="(https?:[^"]+)"/.exec(this.html)?.[1];
    invariant(link, `there is a way to the provider: ${this.text}`);
    return unescaped(link);
  }

  /** Pays with play money. */
  async pays(): Promise<void> {
    const url = await this.goesToPay();
    const response = await fetch(`${url}/pay`, { method: 'POST' });
    invariant(response.ok, `the provider takes the money: ${response.status}`);
  }

  private async send(act: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const action = /action="([^"]+)"/.exec(this.formOf(act) ?? '')?.[1];
    invariant(action, `there is a form to ${act}: ${this.text}`);
    const url = new URL(unescaped(action), this.url);
    await this.take(await fetch(url, { method: 'POST', body: new URLSearchParams(fields) }));
  }

  private async take(response: Response): Promise<void> {
    this.status = response.status;
    this.html = await response.text();
  }

  private formOf(act: string): string | undefined {
    const forms = this.html.match(/<form [^]*?<\/form>/g) ?? [];
    return forms.find((form) => new RegExp(`action="/pay/[0-9a-f]+/${act}[?"]`).test(form));
  }
}

function inputsOf(form: string): Record<string, string> {
  const inputs = form.match(/<input [^>]*>/g) ?? [];
  const attribute = (input: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? '';
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), unescaped(attribute(input, 'value'))]));
}

function plain(html: string): string {
  const body = html.replace(/<style[^]*?<\/style>/g, '').replaceAll(/<[^>]+>/g, ' ');
  return unescaped(body).replaceAll(/\s+/g, ' ').trim();
}

function unescaped(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}

/** The page's line to the server for one person: acts go out, everything that happens comes in. */
export class Connection {
  constructor(slug, person, listeners) {
    this.base = `/try/${encodeURIComponent(slug)}/${person}`;
    this.source = new EventSource(`${this.base}/stream`);
    this.source.addEventListener('message', (event) => listeners.event(JSON.parse(event.data)));
    this.source.addEventListener('open', () => listeners.online(true));
    this.source.addEventListener('error', () => {
      listeners.online(false);
      // A refusal closes the stream for good; a lost connection the browser takes up again by itself.
      if (this.source.readyState === EventSource.CLOSED) this.retry = setTimeout(() => listeners.lost(), 2000);
    });
  }

  /** Asks the server to do something as this person; answers whether it was done. */
  async act(action, body = {}) {
    try {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${this.base}/${action}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return answer.ok;
    } catch {
      return false;
    }
  }

  close() {
    clearTimeout(this.retry);
    this.source.close();
  }
}

/** What a link asks money for; undefined when there is no such invoice. */
export async function loadInvoice(slug, link) {
  const answer = await fetch(`/try/${encodeURIComponent(slug)}/invoices/${encodeURIComponent(link)}`);
  return answer.ok ? answer.json() : undefined;
}

/** Who the bot is and what it offers. */
export async function loadBot(slug) {
  const answer = await fetch(`/try/${encodeURIComponent(slug)}/bot`);
  if (!answer.ok) throw new Error(`the bot cannot be loaded: ${answer.status}`);
  return answer.json();
}

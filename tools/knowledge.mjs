// Gives a bot something to know: npm run knowledge -- add <bot> <file or address…> [--language ru] [--title …]
//   --url   where the product is (BESEDKA_URL, http://127.0.0.1:4000)
//   --key   an API key with knowledge:read and knowledge:write (BESEDKA_API_KEY)
// Says of each what became of it; ends with 1 when one of them cannot be read.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const options = {
  language: { type: 'string' },
  title: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
};
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const [command, slug, ...sources] = positionals;
const origin = (values.url ?? process.env.BESEDKA_URL ?? 'http://127.0.0.1:4000').replace(/\/+$/, '');
const key = values.key ?? process.env.BESEDKA_API_KEY;
const said = { ...(values.title && { title: values.title }), ...(values.language && { language: values.language }) };

class Told extends Error {}

if (command !== 'add' || !slug || sources.length === 0) {
  console.error('npm run knowledge -- add <bot> <file or address…> [--language ru] [--title …] [--url …] [--key …]');
  process.exit(2);
}
if (!key) {
  console.error('An API key is needed: --key or BESEDKA_API_KEY.');
  process.exit(2);
}

for (const source of sources) {
  try {
    console.log(`${source}: ${await outcomeOf(await added(source))}`);
  } catch (error) {
    const away = error instanceof TypeError ? `${origin} does not answer` : undefined;
    console.error(`${source}: ${away ?? error.message}`);
    process.exitCode = 1;
  }
}

async function added(source) {
  if (!/^https?:\/\//i.test(source)) return uploaded(source);
  const { bots } = await ask('{ bots { id slug } }');
  const botId = bots.find((bot) => bot.slug === slug)?.id;
  if (!botId) throw new Told(`there is no bot ${slug}`);
  const mutation = 'mutation ($input: AddKnowledgeUrlInput!) { addKnowledgeUrl(input: $input) { document { id } } }';
  return (await ask(mutation, { input: { botId, url: source, ...said } })).addKnowledgeUrl.document.id;
}

async function uploaded(file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(said)) form.append(name, value);
  form.append('file', new Blob([await readFile(file)]), path.basename(file));
  return (await post(`/knowledge/${encodeURIComponent(slug)}`, form)).document.id;
}

async function outcomeOf(id) {
  const query = 'query ($id: ID!) { node(id: $id) { ... on KnowledgeDocument { title status fault chunkCount } } }';
  for (;;) {
    const { node } = await ask(query, { id });
    if (!node) throw new Told('somebody removed it');
    if (node.status === 'FAILED') throw new Told(node.fault ?? node.status);
    if (node.status === 'READY') return `«${node.title}», passages: ${node.chunkCount}`;
    await pause(500);
  }
}

async function ask(query, variables = {}) {
  return (await post('/graphql', JSON.stringify({ query, variables }), { 'content-type': 'application/json' })).data;
}

async function post(where, body, headers = {}) {
  const authorization = `Bearer ${key}`;
  const response = await fetch(origin + where, { method: 'POST', body, headers: { authorization, ...headers } });
  const answer = await response.json();
  const [fault] = answer.errors ?? [];
  if (fault) throw new Told([fault.message, ...Object.values(fault.extensions?.fields ?? {})].join(' '));
  return answer;
}

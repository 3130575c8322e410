import { KnowledgeDesk } from '../knowledge/knowledge-desk';
import { botOf } from './dialogue-tools';
import type { McpDomain } from './mcp-domain';
import { howMany, type McpTool, mcpTool, text } from './mcp-tool';

const mostHits = 10;

/** What assistants can do with the bots' knowledge. */
export function knowledgeTools(domain: McpDomain): McpTool[] {
  const desk = new KnowledgeDesk(domain);
  return [
    mcpTool({
      name: 'search_knowledge',
      title: 'Search knowledge',
      description: 'The passages of a bot’s knowledge that fit a question best, with scores from 0 to 1.',
      scope: 'knowledge:read',
      writes: false,
      input: {
        bot: text(100, 'The slug of the bot.'),
        query: text(1_000, 'The question, in any of the bot’s languages.').min(1),
        first: howMany(mostHits, 5),
      },
      run: async (viewer, { bot, query, first }) => {
        const hits = await desk.search(viewer, { botId: botOf(domain.bots, bot).id, query, limit: first });
        return {
          passages: hits.map(({ documentId, title, heading, text: passage, language, score }) => {
            return { documentId, title, heading, text: passage, language, score };
          }),
        };
      },
    }),
  ];
}

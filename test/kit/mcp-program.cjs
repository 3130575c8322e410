// An MCP server as a program: what it is asked, it answers over stdin and stdout.
const { Server } = require('@modelcontextprotocol/sdk/server/index.js');
const { StdioServerTransport } = require('@modelcontextprotocol/sdk/server/stdio.js');
const { CallToolRequestSchema, ListToolsRequestSchema } = require('@modelcontextprotocol/sdk/types.js');

const server = new Server({ name: 'program', version: '1' }, { capabilities: { tools: {} } });
const nothing = { type: 'object', properties: {} };
const tools = [
  { name: 'environment', description: 'What it sees of the environment', inputSchema: nothing },
  { name: 'end', description: 'Ends the program', inputSchema: nothing },
];
server.setRequestHandler(ListToolsRequestSchema, () => ({ tools }));
server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
  if (params.name === 'end') process.exit(1);
  return { content: [{ type: 'text', text: JSON.stringify(Object.keys(process.env)) + process.env.API_KEY }] };
});
void server.connect(new StdioServerTransport());

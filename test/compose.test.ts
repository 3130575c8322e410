import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { botVariables, variables } from '../src/config-variables';

const root = path.join(__dirname, '..');
const text = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
const example = readFileSync(path.join(root, '.env.example'), 'utf8');

interface Service {
  ports?: string[];
  user?: string;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  read_only?: boolean;
  mem_limit?: string;
  pids_limit?: number;
  stop_grace_period?: string;
  networks?: string[];
  image?: string;
  environment?: Record<string, string>;
}

const { services, networks } = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
};
const all = Object.entries(services);
const program = ['api', 'webhook', 'worker'];

describe('docker-compose.yml', () => {
  it('publishes ports on this machine only', () => {
    const ports = all.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(0);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it.each(['db', 'redis'])('keeps %s on a network that has no way out, and publishes nothing of it', (name) => {
    expect(services[name]?.ports).toBeUndefined();
    expect(services[name]?.networks).toEqual(['stores']);
    expect(networks['stores']).toEqual({ internal: true });
  });

  it.each(all)('%s has a read-only root, no privileges to gain and limits', (_name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
    expect(service.mem_limit).toBeTruthy();
    expect(service.pids_limit).toBeGreaterThan(0);
  });

  it.each([...program, 'standins'])('%s runs the one image as a user without any capability', (name) => {
    const service = services[name];
    expect(service?.user).toBe('10001:10001');
    expect(service?.cap_add).toBeUndefined();
    expect(service?.image).toBe(services['api']?.image);
  });

  it.each(program)('%s has its role, longer to stop than it needs, and settings that the program knows', (name) => {
    const { environment = {}, stop_grace_period: grace } = services[name] ?? {};
    expect(environment['ROLES']).toBe(name);
    expect(grace).toBe('40s');
    const known = (variable: string) =>
      variable in variables || Object.keys(botVariables).some((prefix) => variable.startsWith(prefix));
    expect(Object.keys(environment).filter((variable) => !known(variable))).toEqual([]);
  });

  it('holds no secret: each is demanded of the environment, with a hint', () => {
    const demanded = [...text.matchAll(/\$\{(\w+):\?[^}]*make-env/g)].map(([, name]) => name);
    const blank = [...example.matchAll(/^(\w+)=$/gm)].map(([, name]) => name);
    expect(new Set(demanded)).toEqual(new Set(blank));
  });

  it('asks for nothing that .env.example does not name', () => {
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const named = [...example.matchAll(/^(?:# )?(\w+)=/gm)].map(([, name]) => name);
    expect([...asked].filter((name) => name !== 'BESEDKA_IMAGE' && !named.includes(name))).toEqual([]);
  });
});

describe('tools/make-env.mjs', () => {
  it('makes a .env that only its owner reads, with a different secret on each blank line, and never a second one', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'besedka-env-'));
    mkdirSync(path.join(folder, 'tools'));
    for (const file of ['tools/make-env.mjs', '.env.example']) {
      copyFileSync(path.join(root, file), path.join(folder, file));
    }
    const make = () => execFileSync(process.execPath, ['tools/make-env.mjs'], { cwd: folder, stdio: 'pipe' });
    make();
    const made = readFileSync(path.join(folder, '.env'), 'utf8');
    const secrets = [...made.matchAll(/^\w+=([0-9a-f]{48})$/gm)].map(([, secret]) => secret);
    expect(made).not.toMatch(/^\w+=$/m);
    expect(new Set(secrets).size).toBe(4);
    expect(statSync(path.join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(make).toThrow(/stays as it is/);
    expect(readFileSync(path.join(folder, '.env'), 'utf8')).toBe(made);
    rmSync(folder, { recursive: true });
  });
});

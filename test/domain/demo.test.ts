import { describe, expect, it } from 'vitest';
import { affinity } from '../support/affinity.ts';

describe('affinity demo', () => {
  it('plays both hospitals, compares every octet, stops the domain and ends with 0', async () => {
    const run = await affinity(['demo']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    for (const transaction of ['ITI-8', 'RAD-68', 'ITI-41', 'ITI-9', 'ITI-18', 'ITI-43', 'RAD-69']) {
      expect(run.stdout).toContain(transaction);
    }
    expect(run.stdout).toContain('Every octet came back as it went in');
    expect(run.stdout.trimEnd().endsWith('The domain is stopped.')).toBe(true);
  });

  it('says which port is taken and what to do', async () => {
    const { createServer } = await import('node:net');
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const run = await affinity(['demo', '--port-base', String(port)]);
    server.close();
    expect(run.code).toBe(5);
    // The actors take the ports above it; whichever is taken first is named.
    expect(run.stderr).toMatch(/Port \d+ on/);
    expect(run.stderr).toContain('in use');
  });
});

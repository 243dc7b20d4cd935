import { lookup as lookupName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** One entry of the list of addresses that answers may be sent to. */
export interface ReplyPattern {
  /** `https:` or `http:`. */
  readonly protocol: string;
  /** A host name or IP address in lower case; `suffix` matches every name that ends with it, dot included. */
  readonly host: { readonly exact: string } | { readonly suffix: string };
  /** undefined: any. */
  readonly port: string | undefined;
}

const entry = /^(?:(https?):\/\/)?(\*\.[a-z0-9.-]+|\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}|\*))?\/?$/i;

/**
 * Reads `[http(s)://]host[:port]`; undefined when it is something else.
 *
 * `*.example.org` is every host below example.org. Without scheme: https, any port; with one: its default port unless
 * the entry says a port, or `*` for any.
 */
export function parseReplyPattern(text: string): ReplyPattern | undefined {
  const found = entry.exec(text.trim());
  if (found === null) return undefined;
  const [, scheme, name, port] = found;
  const protocol = `${scheme?.toLowerCase() ?? 'https'}:`;
  const host = name!.toLowerCase();
  return {
    protocol,
    host: host.startsWith('*.') ? { suffix: host.slice(1) } : { exact: plainHost(host) },
    port: port === '*' || (port === undefined && scheme === undefined) ? undefined : (port ?? defaultPort(protocol)),
  };
}

/** Where answers may be sent, by name before they are sent and by IP address when a connection is made. */
export interface ReplyAddresses {
  /** Why an address is refused, as a clause for the one who asked; undefined when it is allowed. */
  refusalOf(address: string): string | undefined;
  /** Resolves a host name and refuses what it must not lead to. */
  readonly lookup: LookupFunction;
}

/** The setting whose entries these patterns are. */
const setting = 'listen.asynchronous.replyTo';

/**
 * The guard against being sent to arbitrary addresses: only what the operator lists, and no loopback, link-local,
 * unspecified or multicast address unless that very address (or `localhost`) is listed, whatever a name resolves to.
 */
export function replyAddresses(patterns: readonly ReplyPattern[]): ReplyAddresses {
  const listed = new Set(patterns.flatMap(({ host }) => ('exact' in host ? [host.exact] : [])));
  const isForbidden = (name: string, ip: string) => {
    const literal = listed.has(plainHost(ip)) || (name === 'localhost' && listed.has('localhost'));
    return !literal && nowhere.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
  };
  return {
    refusalOf(address) {
      if (patterns.length === 0) return `no answer is sent elsewhere, as ${setting} lists no address`;
      const url = URL.canParse(address) ? new URL(address) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol)) return 'not an http or https address';
      if (url.username !== '' || url.password !== '') return 'an address with credentials';
      if (!patterns.some((pattern) => matches(pattern, url))) return `not listed in ${setting}`;
      const host = plainHost(url.hostname);
      if (isIP(host) !== 0 && isForbidden(host, host)) return `${host} is not listed by itself in ${setting}`;
      return undefined;
    },
    lookup: (name, options, done) => {
      lookupName(name, { ...options, all: true }, (error, found) => {
        if (error !== null) return done(error, '');
        const allowed = found.filter(({ address }) => !isForbidden(name.toLowerCase(), address));
        const [first] = allowed;
        if (first === undefined) {
          return done(new Error(`${name} leads to ${found[0]?.address}, which is not listed in ${setting}`), '');
        }
        if (options.all) return done(null, allowed);
        return done(null, first.address, first.family);
      });
    },
  };
}

function matches({ protocol, host, port }: ReplyPattern, url: URL): boolean {
  const name = plainHost(url.hostname);
  const named = 'exact' in host ? name === host.exact : name.endsWith(host.suffix) && isIP(name) === 0;
  return named && url.protocol === protocol && (port === undefined || port === (url.port || defaultPort(protocol)));
}

function defaultPort(protocol: string): string {
  return protocol === 'https:' ? '443' : '80';
}

/** A host as URLs write it, without brackets, in the shortest form of its address. */
function plainHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return isIP(bare) === 6 ? new URL(`http://[${bare}]`).hostname.replace(/^\[|\]$/g, '') : bare;
}

/** Loopback, link-local, "this host" and multicast addresses; IPv4 also where IPv6 wraps it. */
const nowhere = blockList([
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
]);

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of subnets) list.addSubnet(net, bits, isIP(net) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

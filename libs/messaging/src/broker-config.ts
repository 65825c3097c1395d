import {
  API_PREFIX,
  ASK_LEAVES_SUBJECT,
  ASK_CHECKPOINT_SUBJECT,
  ASK_ERASE_SUBJECT,
  ASK_REREAD_SUBJECT,
  ASK_STATUS_SUBJECT,
  AUDIT_SUBJECT,
  CHECKPOINT_SUBJECT,
  LEDGER_STREAM,
  MAX_MESSAGE_BYTES,
  publishSubjectsOf,
} from '#contracts';

/** Public user keys (nkeys, `U…`): one for `keeper`, `system`, `audit` and each agency. */
export type BrokerKeys = Readonly<Record<string, string>>;

/** What the broker may use at most; bytes. */
export interface BrokerLimits {
  readonly maxFileStore: number;
  readonly maxMemoryStore: number;
  readonly maxConnections: number;
  readonly maxSubscriptions: number;
}

/** One server of a cluster. The routes need a private network and their own password. */
export interface BrokerCluster {
  readonly name: string;
  readonly serverName: string;
  readonly listen: ListenAddress;
  /** `host:port` of every server's cluster port. */
  readonly routes: readonly string[];
  readonly user: string;
  readonly password: string;
}

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** All that the configuration of a broker depends on. */
export interface BrokerPlan {
  readonly agencies: readonly string[];
  readonly nkeys: BrokerKeys;
  readonly listen: ListenAddress;
  /** Left out where the server is told on its command line, which it takes only in the one or the other place. */
  readonly storeDir?: string;
  readonly limits?: Partial<BrokerLimits>;
  readonly cluster?: BrokerCluster;
  /** Where the server's monitoring answers; nowhere unless given. Only for a private network. */
  readonly monitor?: ListenAddress;
}

/** Largest message that the broker takes, in bytes: a message of the wire and 48,576 bytes for its headers. */
export const MAX_PAYLOAD_BYTES = 1_048_576;

const DEFAULTS: BrokerLimits = {
  maxFileStore: 10_000_000_000,
  maxMemoryStore: 64_000_000,
  maxConnections: 2_000,
  maxSubscriptions: 2_000,
};

/** The account that owns JetStream. */
const HUB = 'HUB';
const SYSTEM = 'SYS';
const AUDIT = 'AUDIT';
/** No agency can have the name of another account. */
const accountOf = (agency: string): string => `AGENCY_${agency}`;

/** A service that one account exports and another imports. */
interface Service {
  readonly from: string;
  readonly subject: string;
  readonly to?: string;
  /** One request, many answers. */
  readonly stream?: boolean;
}

/**
 * The configuration of a nats-server as a JSON-able object (nats-server reads JSON). One account per agency: each may
 * publish on its own ledger subjects, and pull and acknowledge its own durable consumer, and nothing else crosses.
 * Throws RangeError when a key is missing, is no public user key, or stands twice, or a code is no plain subject token.
 */
export function brokerConfig(plan: BrokerPlan): object {
  const { agencies, cluster, listen, monitor, storeDir } = plan;
  const limits = { ...DEFAULTS, ...plan.limits };
  return {
    listen: `${listen.host}:${listen.port}`,
    ...(cluster ? { server_name: cluster.serverName, cluster: clusterBlock(cluster) } : {}),
    ...(monitor ? { http: `${monitor.host}:${monitor.port}` } : {}),
    jetstream: {
      ...(storeDir === undefined ? {} : { store_dir: storeDir }),
      // Fsync before each acknowledgement; the default of two minutes loses acknowledged events in a power cut.
      sync_interval: 'always',
      max_file_store: limits.maxFileStore,
      max_memory_store: limits.maxMemoryStore,
      strict: true,
    },
    max_payload: MAX_PAYLOAD_BYTES,
    max_connections: limits.maxConnections,
    max_subscriptions: limits.maxSubscriptions,
    max_pending: 32 * MAX_MESSAGE_BYTES,
    write_deadline: '5s',
    // Seconds to answer the challenge of an nkey; the default of 2 is too short on a machine that is just starting.
    authorization: { timeout: 10 },
    system_account: SYSTEM,
    accounts: accounts(agencies, checkedKeys(plan)),
  };
}

function accounts(agencies: readonly string[], keys: BrokerKeys): object {
  const members = [
    ...agencies.map((agency) => ({ account: accountOf(agency), services: agencyServices(agency, agencies) })),
    { account: AUDIT, services: auditServices() },
  ];
  const users = (member: string): object[] => [{ nkey: keys[member] }];
  const exportsOf = (account: string): object[] =>
    exported(members.flatMap(({ account: to, services }) => offersOf(account, services, to)));
  return {
    [SYSTEM]: { users: users('system') },
    [HUB]: { jetstream: 'enabled', users: users('keeper'), exports: exportsOf(HUB) },
    [AUDIT]: { users: users('audit'), exports: exportsOf(AUDIT), imports: auditServices().map(imported) },
    ...Object.fromEntries(
      agencies.map((agency) => [
        accountOf(agency),
        { users: users(agency), imports: agencyServices(agency, agencies).map(imported) },
      ]),
    ),
  };
}

const agencyServices = (agency: string, agencies: readonly string[]): Service[] => [
  ...publishSubjectsOf(agency, agencies).map((subject) => ({ from: HUB, subject })),
  ...consumerServices(agency),
  { from: HUB, subject: ASK_STATUS_SUBJECT },
  { from: AUDIT, subject: ASK_LEAVES_SUBJECT },
];

const auditServices = (): Service[] => [
  { from: HUB, subject: CHECKPOINT_SUBJECT },
  { from: HUB, subject: AUDIT_SUBJECT },
  ...consumerServices('audit'),
  { from: HUB, subject: ASK_STATUS_SUBJECT },
  { from: HUB, subject: ASK_CHECKPOINT_SUBJECT },
  { from: HUB, subject: ASK_REREAD_SUBJECT },
  { from: HUB, subject: ASK_ERASE_SUBJECT },
];

/** Pulling and acknowledging one durable; both forms of acknowledgement, since newer servers use the longer one. */
const consumerServices = (durable: string): Service[] => [
  {
    from: HUB,
    subject: `$JS.API.CONSUMER.MSG.NEXT.${LEDGER_STREAM}.${durable}`,
    to: `${API_PREFIX}.CONSUMER.MSG.NEXT.${LEDGER_STREAM}.${durable}`,
    stream: true,
  },
  { from: HUB, subject: `$JS.ACK.${LEDGER_STREAM}.${durable}.>` },
  { from: HUB, subject: `$JS.ACK.*.*.${LEDGER_STREAM}.${durable}.>` },
];

const imported = ({ from, subject, to }: Service): object => ({
  service: { account: from, subject },
  ...(to ? { to } : {}),
});

interface Offer {
  readonly subject: string;
  readonly stream: boolean;
  readonly to: string;
}

const offersOf = (from: string, services: readonly Service[], to: string): Offer[] =>
  services
    .filter((service) => service.from === from)
    .map(({ subject, stream = false }) => ({ subject, stream, to }));

/** One export for each subject, open to exactly the accounts that import it. */
function exported(offers: readonly Offer[]): object[] {
  return [...new Set(offers.map(({ subject }) => subject))].map((subject) => {
    const same = offers.filter((offer) => offer.subject === subject);
    return {
      service: subject,
      accounts: same.map(({ to }) => to),
      ...(same.some(({ stream }) => stream) ? { response_type: 'stream' } : {}),
    };
  });
}

const clusterBlock = ({ name, listen, routes, user, password }: BrokerCluster): object => ({
  name,
  listen: `${listen.host}:${listen.port}`,
  authorization: { user, password },
  routes: routes.map(
    (route) => `nats://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${route}`,
  ),
});

function checkedKeys({ agencies, nkeys }: BrokerPlan): BrokerKeys {
  const members = ['keeper', 'system', 'audit', ...agencies];
  const seen = new Set<string>();
  for (const member of members) {
    const key = nkeys[member] ?? '';
    if (!/^U[A-Z2-7]{55}$/.test(key)) throw new RangeError(`no public user key of ${member}`);
    if (seen.has(key)) throw new RangeError(`${member} has the key of another`);
    seen.add(key);
  }
  if (new Set(members).size < members.length) throw new RangeError('two members have one name');
  return nkeys;
}

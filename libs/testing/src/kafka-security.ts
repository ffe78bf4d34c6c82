import type { Certified } from './certificates.js';

/** Two more doors of a broker, both with TLS: one for who has a password, one for who has a certificate. */
export interface KafkaSecurity {
  /** What the broker shows. */
  readonly server: Certified;
  /** PEM: who vouches for clients with a certificate. */
  readonly ca: string;
  /** Passwords by name, of PLAIN and of SCRAM. */
  readonly users: Readonly<Record<string, string>>;
  /** Names among them that may do nothing. */
  readonly powerless?: readonly string[];
}

/** Where these doors are. */
export interface SecuredPorts {
  readonly password: number;
  readonly certificate: number;
}

const SCRAM = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];

/** For `StorageTool format`. */
export const scramOptions = ({ users }: KafkaSecurity): string[] =>
  Object.entries(users).flatMap(([name, password]) =>
    SCRAM.map((mechanism) => `--add-scram=${mechanism}=[name=${name},password=${password}]`),
  );

export const securedListeners = ({ password, certificate }: SecuredPorts): string =>
  `,PASSWORD://127.0.0.1:${password},CERTIFICATE://127.0.0.1:${certificate}`;

export const securedProtocols = ',PASSWORD:SASL_SSL,CERTIFICATE:SSL';

const oneLine = (pem: string): string => pem.trim().replaceAll('\n', '\\n');

export function securityProperties({ server, ca, users, powerless = [] }: KafkaSecurity): string[] {
  const superUsers = Object.keys(users).filter((name) => !powerless.includes(name));
  const passwords = Object.entries(users).map(([name, password]) => `user_${name}="${password}"`);
  const [scram, plain] = ['scram.Scram', 'plain.Plain'].map(
    (name) => `org.apache.kafka.common.security.${name}LoginModule required`,
  );
  return [
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    // Who comes in by the doors without a password, the test itself and the controller, and who has a certificate.
    `super.users=User:ANONYMOUS;User:CN=client;${superUsers.map((name) => `User:${name}`).join(';')}`,
    ...['password', 'certificate'].flatMap((door) => [
      `listener.name.${door}.ssl.keystore.type=PEM`,
      `listener.name.${door}.ssl.keystore.key=${oneLine(server.key)}`,
      `listener.name.${door}.ssl.keystore.certificate.chain=${oneLine(server.cert)}`,
      `listener.name.${door}.ssl.truststore.type=PEM`,
      `listener.name.${door}.ssl.truststore.certificates=${oneLine(ca)}`,
    ]),
    'listener.name.certificate.ssl.client.auth=required',
    `listener.name.password.sasl.enabled.mechanisms=PLAIN,${SCRAM.join()}`,
    `listener.name.password.plain.sasl.jaas.config=${plain} ${passwords.join(' ')};`,
    ...SCRAM.map((name) => `listener.name.password.${name.toLowerCase()}.sasl.jaas.config=${scram};`),
  ];
}

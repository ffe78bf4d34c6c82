export { eventually, type EventuallyOptions } from './eventually.js';
export { freePort, freePorts } from './free-port.js';
export { PATIENCE_MS } from './patience.js';
export {
  startMongo,
  startMongoStandin,
  whyNoMongo,
  whyNoMongoStandin,
  type MongoServer,
  type MongoStandinOptions,
  type MongoStandinServer,
} from './mongo.js';
export { NatsCluster, type NatsClusterOptions } from './nats-cluster.js';
export { startNatsServer, type NatsServer, type NatsServerOptions } from './nats-server.js';
export { startKafkaBroker, whyNoKafka, type KafkaBroker, type KafkaBrokerOptions } from './kafka-broker.js';
export { kafkaRecords, type KafkaRecord } from './kafka-records.js';
export { kafkaPrograms, type KafkaPrograms } from './kafka-classpath.js';
export type { S3Kind } from './s3-programs.js';
export { startS3Server, whyNoS3, type S3Server } from './s3-server.js';
export { tcpProxy, type TcpProxy } from './tcp-proxy.js';
export { natsServerBinary } from './nats-server-binary.js';
export { WebhookReceiver, type Received, type ReceiverAnswer } from './webhook-receiver.js';
export { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from './otlp-receiver.js';
export { exposedMetrics, type ExposedMetric } from './exposition.js';
export { codeBlocks, type CodeBlock } from './markdown-code.js';
export { typeErrors, type CheckedSource } from './type-errors.js';
export {
  makeCertificateAuthority,
  whyNoCertificates,
  type CertificateAuthority,
  type Certified,
} from './certificates.js';
export type { KafkaSecurity } from './kafka-security.js';

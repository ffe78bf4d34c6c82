export { eventually, type EventuallyOptions } from './eventually.js';
export { freePort, freePorts } from './free-port.js';
export { NatsCluster, type NatsClusterOptions } from './nats-cluster.js';
export { startNatsServer, type NatsServer, type NatsServerOptions } from './nats-server.js';
export { startKafkaBroker, whyNoKafka, type KafkaBroker, type KafkaBrokerOptions } from './kafka-broker.js';
export { kafkaPrograms, type KafkaPrograms } from './kafka-classpath.js';
export { tcpProxy, type TcpProxy } from './tcp-proxy.js';
export { natsServerBinary } from './nats-server-binary.js';
export { WebhookReceiver, type Received, type ReceiverAnswer } from './webhook-receiver.js';

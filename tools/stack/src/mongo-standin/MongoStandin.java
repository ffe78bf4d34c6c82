import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Speaks MongoDB's wire protocol on 127.0.0.1, where there is no MongoDB: PORT (0: a free one) and maybe the FILE that keeps the data.
 * Says "ready PORT". It ignores indexes when it reads, knows no text search and removes nothing by itself.
 */
public final class MongoStandin {
    public static void main(String[] arguments) throws Exception {
        AbstractMongoBackend backend = arguments.length > 1 ? new Durable(arguments[1]) : new MemoryBackend();
        // What the driver of today still talks to.
        backend.version(new MongoVersion() {
            @Override
            public List<Integer> getVersionArray() {
                return List.of(6, 0, 0);
            }

            @Override
            public int getWireVersion() {
                return 17;
            }
        });
        MongoServer server = new MongoServer(backend);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        server.bind("127.0.0.1", Integer.parseInt(arguments[0]));
        System.out.println("ready " + server.getLocalAddress().getPort());
        Thread.currentThread().join();
    }

    /** What it has acknowledged survives its death, as it would with a journal. */
    private static final class Durable extends H2Backend {
        private static final Set<String> READING =
            Set.of("hello", "ismaster", "ping", "buildinfo", "find", "count", "aggregate", "getmore", "listcollections");

        Durable(String file) {
            super(file);
        }

        @Override
        public Document handleCommand(Channel channel, String database, String command, Document query) {
            Document answer = super.handleCommand(channel, database, command, query);
            if (!READING.contains(command.toLowerCase(Locale.ROOT))) commit();
            return answer;
        }
    }
}

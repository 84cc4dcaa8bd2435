package dev.attune.command.outbound;

import dev.attune.contracts.wire.Topics;
import dev.attune.eventstore.append.LogSignal;
import dev.attune.eventstore.read.PollingFeed;
import dev.attune.eventstore.read.PostgresEventReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.postgresql.ds.PGSimpleDataSource;

/** A relay in a JVM of its own that ends at once, as by {@code kill -9}, when it comes to a step for the n-th time. */
final class DyingRelay implements AutoCloseable {

  static final int DEAD = 77;

  private static final int SENT_BY_THE_WRONG_ONE = 100;

  private final Process process;

  private DyingRelay(Process process) {
    this.process = process;
  }

  /**
   * @param ahead how much further its checkpoints are than what is acknowledged; 0 unless it is wrong on purpose, and then
   *     it sends but a few records
   */
  static DyingRelay start(TestLog log, TestBroker broker, int partitions, RelayStep step, int time, long ahead)
      throws IOException {
    Path out = Files.createTempDirectory("attune-dying").resolve("out.log");
    return new DyingRelay(
        new ProcessBuilder(
                TestBroker.java(
                    Main.class, log.jdbcUrl(), broker.bootstrap(), Integer.toString(partitions), step.name(),
                    Integer.toString(time), Long.toString(ahead)))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start());
  }

  /** Waits for its end, and says whether it came to the step. */
  boolean died() throws InterruptedException {
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == DEAD;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** The other process. */
  static final class Main {

    private final RelayStep step;
    private final long ahead;
    private final AtomicInteger left;
    private final AtomicInteger records = new AtomicInteger();

    private Main(RelayStep step, int time, long ahead) {
      this.step = step;
      this.ahead = ahead;
      this.left = new AtomicInteger(time);
    }

    public static void main(String[] arguments) throws Exception {
      Main main =
          new Main(RelayStep.valueOf(arguments[3]), Integer.parseInt(arguments[4]), Long.parseLong(arguments[5]));
      PGSimpleDataSource database = new PGSimpleDataSource();
      database.setUrl(arguments[0]);
      PostgresEventReader reader = new PostgresEventReader(database);
      new Relay(
              () -> main.lease(DriverManager.getConnection(arguments[0] + "&ApplicationName=dying")),
              reader,
              position -> new PollingFeed(reader, position, 1_000, new LogSignal()),
              main.wire(new Brokers(arguments[1], "snappy")),
              new RelaySettings(true, Integer.parseInt(arguments[2]), (short) 1, "snappy"),
              new RelayState())
          .start();
      Thread.sleep(Long.MAX_VALUE);
    }

    private void at(RelayStep now) {
      if (now == step && left.decrementAndGet() == 0) {
        Runtime.getRuntime().halt(DEAD);
      }
    }

    private Wire wire(Brokers real) {
      return new Wire() {
        @Override
        public Map<String, Object> common() {
          return real.common();
        }

        @Override
        public Admin admin() {
          return real.admin();
        }

        @Override
        public Producer<byte[], byte[]> producer() {
          return sending(real.producer());
        }

        @Override
        public Ends ends() {
          Ends ends = real.ends();
          return new Ends() {
            @Override
            public List<Long> positions(String topic, int partitions) {
              List<Long> positions = ends.positions(topic, partitions);
              at(RelayStep.ENDS_READ);
              return positions;
            }

            @Override
            public long greatest(String topic, int partition) {
              return ends.greatest(topic, partition);
            }
          };
        }
      };
    }

    @SuppressWarnings("unchecked")
    private Producer<byte[], byte[]> sending(Producer<byte[], byte[]> real) {
      return proxy(Producer.class, (method, arguments) -> {
        if (!method.getName().equals("send")) {
          return call(real, method, arguments);
        }
        ProducerRecord<byte[], byte[]> record = (ProducerRecord<byte[], byte[]>) arguments[0];
        Callback callback = (Callback) arguments[1];
        boolean progress = record.topic().equals(Topics.PROGRESS);
        at(progress ? RelayStep.ANNOUNCEMENT_UNSENT : RelayStep.RECORD_UNSENT);
        if (ahead > 0 && !progress && records.incrementAndGet() > SENT_BY_THE_WRONG_ONE) {
          return new CompletableFuture<>();
        }
        var sent =
            real.send(
                record,
                (metadata, error) -> {
                  at(progress ? RelayStep.ANNOUNCEMENT_ACKNOWLEDGED : RelayStep.RECORD_ACKNOWLEDGED);
                  callback.onCompletion(metadata, error);
                });
        if (!progress) {
          at(RelayStep.RECORD_SENT);
        }
        return sent;
      });
    }

    private Connection lease(Connection real) {
      return proxy(Connection.class, (method, arguments) -> {
        Object result = call(real, method, arguments);
        if (result instanceof PreparedStatement statement) {
          return prepared(statement, (String) arguments[0]);
        }
        return result instanceof Statement statement ? plain(statement) : result;
      });
    }

    private Statement plain(Statement real) {
      return proxy(Statement.class, (method, arguments) -> {
        Object result = call(real, method, arguments);
        if (method.getName().equals("executeQuery")) {
          String sql = (String) arguments[0];
          if (sql.contains("pg_try_advisory_lock")) {
            at(RelayStep.LEASE_TAKEN);
          } else if (sql.contains("SET term")) {
            at(RelayStep.TERM_RAISED);
          }
        }
        return result;
      });
    }

    private PreparedStatement prepared(PreparedStatement real, String sql) {
      String[] topic = {""};
      return proxy(PreparedStatement.class, (method, arguments) -> {
        if (method.getName().equals("setString") && arguments[0].equals(2)) {
          topic[0] = (String) arguments[1];
        }
        if (method.getName().equals("setLong") && arguments[0].equals(4) && topic[0].equals(Topics.EVENTS)) {
          real.setLong(4, (long) arguments[1] + ahead);
          return null;
        }
        boolean events = topic[0].equals(Topics.EVENTS);
        boolean saves = method.getName().equals("executeUpdate");
        if (saves) {
          at(events ? RelayStep.EVENTS_UNSAVED : RelayStep.DEFINITIONS_UNSAVED);
        }
        Object result = call(real, method, arguments);
        if (saves) {
          at(events ? RelayStep.EVENTS_SAVED : RelayStep.DEFINITIONS_SAVED);
        } else if (method.getName().equals("executeQuery") && sql.contains("relay_checkpoint")) {
          at(RelayStep.CHECKPOINT_LOADED);
        }
        return result;
      });
    }

    /** What is done instead of a call. */
    @FunctionalInterface
    private interface Instead {
      Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Instead instead) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> instead.call(method, arguments)));
    }

    private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}

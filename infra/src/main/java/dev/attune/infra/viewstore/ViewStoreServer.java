package dev.attune.infra.viewstore;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves views from memory until SIGTERM. */
public final class ViewStoreServer {

  private static final Logger log = LoggerFactory.getLogger(ViewStoreServer.class);

  private ViewStoreServer() {}

  /**
   * Runs until SIGTERM.
   *
   * @param arguments the address and the port to listen at
   */
  public static void main(String[] arguments) throws InterruptedException {
    String host = arguments[0];
    int port = Integer.parseInt(arguments[1]);
    MongoServer server = new MongoServer(new MemoryBackend());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      server.shutdownNow();
      log.info("Stopped.");
      ended.countDown();
    }, "stop"));
    server.bind(host, port);
    log.info("Ready at mongodb://{}:{}", host, port);
    ended.await();
  }
}

package dev.attune.query.view;

import dev.attune.query.fixture.MemoryStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the in-memory server. */
class MemoryViewStoreIT extends ViewStoreContract {

  private static MemoryStore server;
  private static ViewStore store;

  @BeforeAll
  static void start() {
    server = new MemoryStore();
    store = server.connect();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  ViewStore store() {
    return store;
  }
}

package dev.attune.query.view;

import dev.attune.query.fixture.MemoryStore;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real MongoDB, where there is one. */
class MongoViewStoreIT extends ViewStoreContract {

  private static ViewStore store;

  @BeforeAll
  static void connect() {
    String uri = System.getenv("ATTUNE_MONGODB_URI");
    if (uri == null) {
      System.out.println("MongoViewStoreIT is skipped: set ATTUNE_MONGODB_URI to a real MongoDB to run it");
    }
    Assumptions.assumeTrue(uri != null, "ATTUNE_MONGODB_URI is not set");
    store = MemoryStore.connect(uri);
  }

  @Override
  ViewStore store() {
    return store;
  }
}

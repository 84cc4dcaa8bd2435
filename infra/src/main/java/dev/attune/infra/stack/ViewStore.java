package dev.attune.infra.stack;

import java.util.List;

/** The embedded view store, in a JVM of its own. */
record ViewStore(Settings settings, int port) implements Server {

  private static final String MAIN = "dev.attune.infra.viewstore.ViewStoreServer";

  @Override
  public void prepare() {}

  @Override
  public Launch launch() {
    // with the young generation that follows from the heap, it paused 25 times a second under load
    List<String> flags =
        JavaProgram.withUserFlags(settings, "ATTUNE_VIEWS_JVM", List.of("-Xms128m", "-Xmx640m", "-Xmn64m"));
    return JavaProgram.ofThisModule(MAIN, settings, flags, List.of("127.0.0.1", String.valueOf(port)), settings.home());
  }

  @Override
  public Probe probe() {
    return new TcpProbe("127.0.0.1", port);
  }
}

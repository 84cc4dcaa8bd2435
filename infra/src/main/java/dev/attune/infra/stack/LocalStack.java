package dev.attune.infra.stack;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A local Attune below one data folder. Holds no state of its own: several objects, also in several processes, may look
 * at the same folder; only starting and stopping should be left to one at a time.
 *
 * <p>A test that kills and restarts:
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.temporary(folder)) {
 *   stack.up(Component.servers(), StackReport.SILENT);
 *   stack.start(Component.COMMAND);
 *   Node second = stack.startNode(Component.COMMAND, stack.freePort());
 *   stack.kill(Component.POSTGRES);
 *   stack.start(Component.POSTGRES);
 * }
 * }</pre>
 */
public final class LocalStack implements AutoCloseable {

  private final Settings settings;
  private final RunFolder run;
  private final Secrets secrets;
  private final Addresses addresses;
  private final NodeRunner runner;

  private LocalStack(Settings settings) {
    this.settings = settings;
    this.run = new RunFolder(settings.home());
    this.secrets = new Secrets(settings);
    this.addresses = new Addresses(settings);
    this.runner = new NodeRunner(settings, run);
  }

  /** The stack of these settings. */
  public static LocalStack of(Settings settings) {
    return new LocalStack(settings);
  }

  /** A stack for a test: on this folder, on free ports, killed at the latest when this JVM ends. */
  public static LocalStack temporary(Path folder) {
    return temporary(folder, Map.of());
  }

  /** The same with further ATTUNE_ variables, which go before those made up here. */
  public static LocalStack temporary(Path folder, Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>();
    for (Component component : Component.values()) {
      environment.put(component.portVariable(), String.valueOf(Ports.anyFree()));
    }
    environment.put(Settings.CONTROLLER_PORT, String.valueOf(Ports.anyFree()));
    environment.putAll(variables);
    Path repository = Settings.findRepository();
    Path binaries = repository.resolve("infra").resolve("target").resolve("postgres");
    LocalStack stack = new LocalStack(new Settings(repository, folder, binaries, environment));
    Runtime.getRuntime().addShutdownHook(new Thread(
        () -> {
          stack.refuseStarts();
          stack.close();
        },
        "kill-temporary-stack"));
    return stack;
  }

  /**
   * Starts what is missing of these, each as soon as those it needs are healthy, and returns when all serve.
   *
   * @throws StackException with a message for people; what has been started until then keeps running
   */
  public void up(Set<Component> components, StackReport report) {
    makeReady();
    List<Node> nodes = components.stream().sorted().map(this::first).toList();
    for (Node node : nodes) {
      if (settings.external(node.component()).isEmpty()) {
        server(node).check();
        runner.endLeftovers(node, server(node));
        runner.requirePorts(node, server(node));
      }
      report.changed(node, NodeState.WAITING, "");
    }
    Map<Component, CompletableFuture<Void>> started = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Node node : nodes) {
        CompletableFuture<?>[] needed = node.component().needs().stream()
            .filter(started::containsKey)
            .map(started::get)
            .toArray(CompletableFuture[]::new);
        started.put(node.component(),
            CompletableFuture.allOf(needed).thenRunAsync(() -> start(node, report), threads));
      }
      CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StackException told ? told : new StackException(String.valueOf(e.getCause()), e);
    }
  }

  /** Starts the first node of a component, whose needs the caller has started, and returns when it serves. */
  public void start(Component component) {
    makeReady();
    start(first(component), StackReport.SILENT);
  }

  /** Starts one more node of a service on this port and returns when it serves. */
  public Node startNode(Component component, int port) {
    return startNode(component, port, List.of());
  }

  /**
   * As {@link #startNode(Component, int)}, with another program in the service's place.
   *
   * @param program what follows {@code java} and its flags
   */
  public Node startNode(Component component, int port, List<String> program) {
    makeReady();
    int highest = nodes().stream()
        .filter(node -> node.component() == component)
        .mapToInt(Node::number)
        .max()
        .orElse(1);
    Node node = new Node(component, highest + 1, port);
    runner.start(node, new SpringService(settings, node, secrets, addresses, program), StackReport.SILENT);
    return node;
  }

  /** Starts this node again after it was killed or stopped. */
  public void restart(Node node) {
    makeReady();
    start(node, StackReport.SILENT);
  }

  /** {@code kill -9} of the first node; returns when its process is gone. Children of it may linger. */
  public void kill(Component component) {
    runner.kill(first(component));
  }

  /** {@code kill -9} of this node; returns when its process is gone. */
  public void kill(Node node) {
    runner.kill(node);
  }

  /** Freezes this node (SIGSTOP): it keeps its connections and answers nothing until {@link #thaw}. */
  public void freeze(Node node) {
    run.running(node).ifPresent(process -> Signals.send("STOP", process.pid()));
  }

  /** Lets a frozen node go on. */
  public void thaw(Node node) {
    run.running(node).ifPresent(process -> Signals.send("CONT", process.pid()));
  }

  /** Starts nothing any more, not even what an {@link #up} on another thread is about to: to be asked for before a last stop. */
  public void refuseStarts() {
    runner.refuseStarts();
  }

  /** Stops one node in an orderly way. */
  public void stop(Node node) {
    runner.stop(node, server(node), StackReport.SILENT);
  }

  /** Stops everything in an orderly way, services first; what doesn't end within half a minute is killed. */
  public void stop(StackReport report) {
    List<Node> nodes = nodes();
    stopTogether(nodes.stream().filter(node -> !Component.servers().contains(node.component())).toList(), report);
    stopTogether(nodes.stream().filter(node -> Component.servers().contains(node.component())).toList(), report);
  }

  /** Kills everything at once. What was acknowledged stays in the folder, as after a power cut. */
  @Override
  public void close() {
    for (Node node : nodes()) {
      runner.kill(node);
      server(node).sweep();
      run.remove(node);
    }
  }

  /** Deletes all data, logs and keys of a stopped stack; files in the folder that aren't the stack's stay. */
  public void delete() {
    if (run.all().stream().anyMatch(entry -> entry.process().alive())) {
      throw new StackException("Something still runs below " + settings.home() + ": ./attune stop");
    }
    DataFolder.delete(settings.home());
  }

  /** All nodes that were started and not stopped, dead or alive, in the order of their start. */
  public List<Node> nodes() {
    return run.all().stream().map(RunFolder.Entry::node).toList();
  }

  /** The first node of a component, running or not. */
  public Node first(Component component) {
    return run.find(component.id())
        .filter(entry -> entry.process().alive())
        .map(RunFolder.Entry::node)
        .orElseGet(() -> new Node(component, 1, settings.port(component)));
  }

  /** The state of every component and of every further node. */
  public List<NodeStatus> status() {
    return new StatusReader(settings, run).read(this);
  }

  /** Whether all of these serve. */
  public boolean isUp(Set<Component> components) {
    return components.stream()
        .map(this::first)
        .allMatch(node -> ours(node) && probe(node).ready());
  }

  public Addresses addresses() {
    return addresses;
  }

  /** The password of the role that owns the log's database; keep it out of logs. */
  public String postgresPassword() {
    return secrets.ownerPassword();
  }

  /** The key that guards sources and definitions; keep it out of logs. Empty before the first start. */
  public String adminKey() {
    return secrets.value(Secrets.ADMIN_KEY);
  }

  /** The key that guards the query API; keep it out of logs. Empty before the first start. */
  public String readKey() {
    return secrets.value(Secrets.READ_KEY);
  }

  /** The key that guards what operators do with projections; keep it out of logs. Empty before the first start. */
  public String operatorKey() {
    return secrets.value(Secrets.OPERATOR_KEY);
  }

  /** The file that holds the keys. */
  public Path secretsFile() {
    return secrets.file();
  }

  public Path log(Node node) {
    return runner.log(node);
  }

  public Settings settings() {
    return settings;
  }

  /** A port that nobody listens at now and that no outgoing connection will get. */
  public int freePort() {
    return Ports.anyFree();
  }

  Probe probe(Node node) {
    return settings.external(node.component())
        .map(address -> Probes.external(node.component(), address, secrets, addresses.postgresUser()))
        .orElseGet(() -> server(node).probe());
  }

  // what answers at the port may be of another stack
  private boolean ours(Node node) {
    return settings.external(node.component()).isPresent() || run.running(node).isPresent();
  }

  private void makeReady() {
    DataFolder.prepare(settings.home());
    secrets.ensure(PostgresServer.initialized(settings));
  }

  private void start(Node node, StackReport report) {
    if (settings.external(node.component()).isEmpty()) {
      runner.start(node, server(node), report);
    } else if (probe(node).ready()) {
      report.changed(node, NodeState.EXTERNAL, "");
    } else {
      throw new StackException(node.component().title() + " cannot be reached where "
          + node.component().externalVariable().orElse("") + " points to. Start it there, or unset the variable to have"
          + " one started here.");
    }
  }

  private void stopTogether(List<Node> nodes, StackReport report) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(nodes.stream()
          .map(node -> CompletableFuture.runAsync(() -> runner.stop(node, server(node), report), threads))
          .toArray(CompletableFuture[]::new)).join();
    }
  }

  private Server server(Node node) {
    return switch (node.component()) {
      case POSTGRES -> new PostgresServer(settings, node.port(), secrets);
      case KAFKA -> new KafkaServer(settings, node.port());
      case VIEWS -> new ViewStore(settings, node.port());
      case COMMAND, QUERY -> new SpringService(settings, node, secrets, addresses, List.of());
    };
  }

  /** All components. */
  public static Set<Component> everything() {
    return EnumSet.allOf(Component.class);
  }
}

package dev.attune.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The pid files: which process was started for which node. One line each: pid, birth, port. */
final class RunFolder {

  private static final String SUFFIX = ".pid";

  private final Path folder;

  RunFolder(Path home) {
    this.folder = home.resolve("run");
  }

  record Entry(Node node, ProcessMark process) {}

  void write(Node node, ProcessMark process) {
    try {
      Files.createDirectories(folder);
      Path file = file(node);
      Path draft = folder.resolve(node.name() + ".new");
      Files.writeString(draft, process.pid() + " " + process.birth() + " " + node.port() + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void remove(Node node) {
    try {
      Files.deleteIfExists(file(node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process last started for this node, dead or alive. */
  Optional<Entry> find(String nodeName) {
    return all().stream().filter(entry -> entry.node().name().equals(nodeName)).findFirst();
  }

  /** The live process of this node. */
  Optional<ProcessMark> running(Node node) {
    return find(node.name()).map(Entry::process).filter(ProcessMark::alive);
  }

  /** All entries, components in their order of start. */
  List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files()) {
      read(file).ifPresent(entries::add);
    }
    entries.sort(Comparator.comparing((Entry entry) -> entry.node().component())
        .thenComparingInt(entry -> entry.node().number()));
    return entries;
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Entry> read(Path file) {
    try {
      String fileName = String.valueOf(file.getFileName());
      return parse(fileName.substring(0, fileName.length() - SUFFIX.length()), Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing for a file that a power cut left empty or torn: the process it named is gone with it. */
  static Optional<Entry> parse(String nodeName, String line) {
    String[] parts = line.strip().split(" ", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    for (Component component : Component.values()) {
      String rest = nodeName.startsWith(component.id()) ? nodeName.substring(component.id().length()) : "?";
      if (rest.isEmpty() || rest.matches("-[0-9]+")) {
        int number = rest.isEmpty() ? 1 : Integer.parseInt(rest.substring(1));
        Node node = new Node(component, number, Integer.parseInt(parts[2]));
        return Optional.of(new Entry(node, new ProcessMark(Long.parseLong(parts[0]), parts[1])));
      }
    }
    return Optional.empty();
  }

  private Path file(Node node) {
    return folder.resolve(node.name() + SUFFIX);
  }
}

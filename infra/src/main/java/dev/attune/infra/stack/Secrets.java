package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys of this installation, made up at the first start and kept in one file that only its owner can read. */
final class Secrets {

  static final String POSTGRES_PASSWORD = "ATTUNE_POSTGRES_PASSWORD";
  static final String APPLICATION_PASSWORD = "ATTUNE_POSTGRES_APPLICATION_PASSWORD";
  static final String OWNER = "ATTUNE_POSTGRES_OWNER";
  static final String OWNER_PASSWORD = "ATTUNE_POSTGRES_OWNER_PASSWORD";
  static final String ADMIN_KEY = "ATTUNE_ADMIN_KEY";
  static final String READ_KEY = "ATTUNE_READ_KEY";
  static final String OPERATOR_KEY = "ATTUNE_OPERATOR_KEY";
  static final String IDENTITY_KEY = "ATTUNE_IDENTITY_KEY";

  private static final List<String> NAMES =
      List.of(POSTGRES_PASSWORD, APPLICATION_PASSWORD, ADMIN_KEY, READ_KEY, OPERATOR_KEY, IDENTITY_KEY);
  private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");
  private static final int BYTES = 24;

  private final Settings settings;

  Secrets(Settings settings) {
    this.settings = settings;
  }

  Path file() {
    return folder().resolve("env");
  }

  private Path folder() {
    return settings.home().resolve("secrets");
  }

  /** The value of one key: the environment's, else the file's; empty when neither has it. */
  String value(String name) {
    return settings.value(name).orElseGet(() -> read().getOrDefault(name, ""));
  }

  /** The password of the database's owner. */
  String ownerPassword() {
    boolean named = settings.external(Component.POSTGRES).isPresent() && settings.value(OWNER).isPresent();
    return named ? value(OWNER_PASSWORD) : postgresPassword();
  }

  /** The password of the owner of the stack's own server; of a server outside, that of the role that the service takes. */
  String postgresPassword() {
    if (settings.external(Component.POSTGRES).isPresent()) {
      return value(POSTGRES_PASSWORD);
    }
    return read().getOrDefault(POSTGRES_PASSWORD, "");
  }

  /** The password of the role that command-service works with; of a server of the stack. */
  String applicationPassword() {
    return read().getOrDefault(APPLICATION_PASSWORD, "");
  }

  /**
   * Makes up what is missing; what the environment gives is kept too, so that it isn't needed the next time.
   *
   * @param dataExists whether there is a log already: its identities are hashed with a key that cannot be made up again
   */
  void ensure(boolean dataExists) {
    Map<String, String> values = read();
    boolean given = settings.value(IDENTITY_KEY).isPresent() && settings.value(POSTGRES_PASSWORD).isPresent();
    if (dataExists && !given && !values.keySet().containsAll(List.of(IDENTITY_KEY, POSTGRES_PASSWORD))) {
      throw new StackException("The data folder holds a log, but the keys it was written with are missing from "
          + file() + ". Put that file back from a backup; or, to lose all data and start anew, ./attune clean.");
    }
    SecureRandom random = new SecureRandom();
    boolean changed = false;
    for (String name : NAMES) {
      if (!values.containsKey(name)) {
        values.put(name, settings.value(name).orElseGet(() -> random(random)));
        changed = true;
      }
    }
    if (changed) {
      write(values);
    }
    guard();
  }

  private static String random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Map<String, String> read() {
    Map<String, String> values = new LinkedHashMap<>();
    if (!Files.exists(file())) {
      return values;
    }
    try {
      for (String line : Files.readAllLines(file())) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
      return values;
    } catch (IOException e) {
      throw new StackException("Cannot read " + file() + ": " + e.getMessage(), e);
    }
  }

  // a copied or carelessly opened folder is closed again
  private void guard() {
    try {
      Files.setPosixFilePermissions(folder(), FOLDER_MODE);
      Files.setPosixFilePermissions(file(), FILE_MODE);
    } catch (IOException e) {
      throw new StackException("Cannot protect " + file() + ": " + e.getMessage(), e);
    }
  }

  private void write(Map<String, String> values) {
    String text = values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
        .collect(Collectors.joining("", "# Keys of this installation. Keep a copy with your backups.\n", ""));
    try {
      Files.createDirectories(folder());
      Files.setPosixFilePermissions(folder(), FOLDER_MODE);
      Path draft = file().resolveSibling("env.new");
      Files.deleteIfExists(draft);
      Files.createFile(draft, PosixFilePermissions.asFileAttribute(FILE_MODE));
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      Files.move(draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StackException("Cannot write " + file() + ": " + e.getMessage(), e);
    }
  }
}

package dev.attune.infra.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Properties;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path. */
record PostgresBinaries(Path folder) {

  private static final int EXECUTABLE = 0100;

  /** Unpacks them below this folder unless that was done; safe when several do so at once. */
  static PostgresBinaries unpackedBelow(Path parent) {
    Path folder = parent.resolve(version());
    if (!Files.isDirectory(folder)) {
      unpack(parent, folder);
    }
    return new PostgresBinaries(folder);
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  private static void unpack(Path parent, Path folder) {
    try {
      Files.createDirectories(parent);
      Path draft = Files.createTempDirectory(parent, "unpacking-");
      try (InputStream archive = archive();
          TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(archive))) {
        for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
          unpack(entry, entries, draft);
        }
      }
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
      publish(draft, folder);
    } catch (IOException e) {
      throw new StackException("Cannot unpack PostgreSQL into " + parent + ": " + e.getMessage(), e);
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path root) throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    String permissions = (entry.getMode() & EXECUTABLE) != 0 ? "rwxr-xr-x" : "rw-r--r--";
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
  }

  private static void publish(Path draft, Path folder) throws IOException {
    try {
      Files.move(draft, folder);
    } catch (FileAlreadyExistsException e) {
      // another process was faster, and its copy is the same
      Folders.delete(draft);
    }
  }

  private static String version() {
    try (InputStream in = resource("postgres-binaries.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new StackException("Cannot read which PostgreSQL belongs to this build.", e);
    }
  }

  private static InputStream archive() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    boolean arm = System.getProperty("os.arch", "").matches("aarch64|arm64");
    return resource("postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz");
  }

  private static InputStream resource(String name) {
    InputStream in = PostgresBinaries.class.getResourceAsStream("/" + name);
    if (in == null) {
      throw new StackException("There is no " + name + " in this build. PostgreSQL comes along for Linux and macOS on"
          + " x86-64 and arm64; elsewhere point ATTUNE_POSTGRES_URL to a server.");
    }
    return in;
  }
}

package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A service's jar, unpacked into a plain jar with its libraries beside it: it starts faster than jars within a jar, its
 * classes can be kept in an archive, and a build may replace the original under a running process. A jar without others
 * in it is copied.
 *
 * @param jar as Spring Boot packs it
 * @param parent the folder for unpacked builds; several stacks may share it
 */
record UnpackedService(Path jar, Path parent) {

  /** The unpacked jar, unpacked now unless that was done; safe when several do so at once. */
  Path ensure() {
    try {
      Path folder = folder();
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(parent);
        removeFormerBuilds(folder);
        unpack(folder);
      }
      return folder.resolve(jar.getFileName());
    } catch (IOException e) {
      throw new StackException("Cannot unpack " + jar + " below " + parent + ": " + e.getMessage(), e);
    }
  }

  Path folder() throws IOException {
    String build = Long.toHexString(Files.getLastModifiedTime(jar).toMillis()) + "-" + Files.size(jar);
    return parent.resolve(name() + "-" + build);
  }

  private String name() {
    return jar.getFileName().toString().replace(".jar", "");
  }

  private void unpack(Path folder) throws IOException {
    Path draft = Files.createTempDirectory(parent, "unpacking-");
    if (isPacked()) {
      extract(draft);
    } else {
      Files.copy(jar, draft.resolve(jar.getFileName()));
    }
    try {
      Files.move(draft, folder);
    } catch (FileAlreadyExistsException e) {
      // another process was faster, and its copy is the same
      Folders.delete(draft);
    }
  }

  /** Whether it holds jars. What cannot be read is left to the JVM to complain of. */
  private boolean isPacked() throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.getEntry("BOOT-INF/lib/") != null;
    } catch (ZipException e) {
      return false;
    }
  }

  private void extract(Path draft) throws IOException {
    List<String> command = JavaProgram.java(List.of("-XX:TieredStopAtLevel=1", "-Djarmode=tools"));
    command.addAll(List.of("-jar", jar.toString(), "extract", "--force", "--destination", draft.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!ended(process)) {
      Folders.delete(draft);
      throw new IOException(output.strip());
    }
  }

  private static boolean ended(Process process) throws IOException {
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void removeFormerBuilds(Path current) throws IOException {
    try (Stream<Path> siblings = Files.list(parent)) {
      for (Path folder : siblings.filter(path -> path.getFileName().toString().startsWith(name() + "-")).toList()) {
        if (!folder.equals(current) && !inUse(folder)) {
          Folders.delete(folder);
        }
      }
    }
  }

  private static boolean inUse(Path folder) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").contains(folder.toString()));
  }
}

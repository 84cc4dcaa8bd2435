package dev.attune.infra.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Pattern;

/** The write keys of sources that the tools added, one file each, readable by its owner only. */
public final class SourceKeys {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  private final CommandApi api;
  private final Path folder;

  public SourceKeys(CommandApi api, Access access) {
    this.api = api;
    this.folder = access.home().resolve("secrets");
  }

  /** True if a source can have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Where the key of the source is kept. */
  public Path file(String name) {
    return folder.resolve(name + "-write-key");
  }

  /** The kept key of the source; else adds the source and keeps its key; empty if it is there but its key is not. */
  public Optional<String> of(String name) {
    try {
      Path file = file(name);
      if (Files.exists(file)) {
        return Optional.of(Files.readString(file).strip());
      }
      Optional<String> key = api.addSource(name);
      if (key.isPresent()) {
        keep(file, key.get());
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keep(Path file, String key) throws IOException {
    Files.createDirectories(folder);
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(file, ownerOnly);
    } catch (FileAlreadyExistsException e) {
      // another run was faster: the file keeps its owner, the key is replaced
    }
    Files.writeString(file, key + System.lineSeparator(), StandardCharsets.UTF_8);
  }
}

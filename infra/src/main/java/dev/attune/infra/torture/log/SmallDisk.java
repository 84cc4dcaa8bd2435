package dev.attune.infra.torture.log;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.torture.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk in memory, mounted at a folder until it is closed. */
record SmallDisk(Path folder) implements AutoCloseable {

  /** Why none can be mounted here; empty if one can. */
  static String missing() {
    try {
      Path probe = Files.createTempDirectory("attune-mount-");
      boolean mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString());
      if (mounted) {
        succeeds("umount", probe.toString());
      }
      Files.delete(probe);
      return mounted ? "" : "mounting a small disk needs root";
    } catch (IOException e) {
      return "no small disk can be mounted: " + e.getMessage();
    }
  }

  static SmallDisk mount(Path folder, int megabytes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StackException("Cannot create " + folder + ": " + e.getMessage(), e);
    }
    if (!succeeds("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=0755", "tmpfs", folder.toString())) {
      throw new StackException("Cannot mount a small disk at " + folder);
    }
    SmallDisk disk = new SmallDisk(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(disk::close, "unmount-small-disk"));
    return disk;
  }

  /** Lets go of it even when something still has files open there. */
  @Override
  public void close() {
    succeeds("umount", "-l", folder.toString());
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}

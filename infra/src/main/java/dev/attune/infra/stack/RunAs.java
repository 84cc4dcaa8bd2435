package dev.attune.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How to run a program that refuses to run as root. For an ordinary user: as it is. For root, inside a user namespace
 * without a mapping, where root is nobody to the program while its files stay root's (this works in folders that nobody
 * else may enter); where such namespaces are forbidden, as in most containers, as the user nobody.
 *
 * @param prefix put before the command
 * @param owner number of the user who must own the data, below root
 */
record RunAs(List<String> prefix, int owner) {

  private static final int ROOT = 0;
  private static final int NOBODY = 65_534;

  static RunAs unprivileged() {
    if (!"0".equals(Commands.output("id", "-u").strip())) {
      return new RunAs(List.of(), -1);
    }
    if (Commands.succeeds("unshare", "--user", "true")) {
      return new RunAs(List.of("unshare", "--user"), ROOT);
    }
    String nobody = String.valueOf(NOBODY);
    List<String> prefix = List.of("setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups");
    if (Commands.succeeds(with(prefix, "true"))) {
      return new RunAs(prefix, NOBODY);
    }
    throw new StackException("PostgreSQL refuses to run as root, and neither 'unshare --user' nor 'setpriv' works here."
        + " Start as an ordinary user, or point ATTUNE_POSTGRES_URL to a server.");
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Hands a folder with all in it to the user, and checks that they can get there. */
  void own(Path folder) {
    if (owner < 0) {
      return;
    }
    try {
      Object present = Files.getAttribute(folder, "unix:uid");
      if (!present.equals(owner)) {
        Commands.run(List.of("chown", "-R", owner + ":" + owner, folder.toString()), "");
      }
    } catch (IOException e) {
      throw new StackException("Cannot look at " + folder + ": " + e.getMessage(), e);
    }
    if (!Commands.succeeds(with(prefix, "test", "-r", folder.toString()))) {
      throw new StackException("PostgreSQL refuses to run as root, and the user it would run as cannot enter " + folder
          + ". Choose a data folder that everyone may enter: ATTUNE_HOME=/var/lib/attune");
    }
  }

  private static String[] with(List<String> prefix, String... command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(List.of(command));
    return whole.toArray(String[]::new);
  }
}

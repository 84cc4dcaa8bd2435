package dev.attune.infra.stack;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Child processes that are Java programs, run by the same JDK as this one. */
final class JavaProgram {

  private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
      "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow");

  private JavaProgram() {}

  static List<String> java(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    return command;
  }

  /**
   * Flags that have a program keep its loaded classes in an archive when it ends, and begin with them the next time:
   * about half of a service's start. An archive of another build or JDK is replaced by the program itself.
   */
  static List<String> keepingClasses(Path archive) {
    return List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off",
        "-Xlog:cds+dynamic=off", "-Xshare:auto");
  }

  /** A main class of this module, on the class path of this process. */
  static Launch ofThisModule(String mainClass, Settings settings, List<String> userFlags, List<String> arguments,
      Path folder) {
    List<String> flags = new ArrayList<>();
    String classPath = System.getProperty("java.class.path");
    if (onlyJars(classPath)) {
      flags.addAll(keepingClasses(settings.programs().resolve(simpleName(mainClass) + ".jsa")));
    }
    flags.addAll(userFlags);
    List<String> command = java(flags);
    command.add(mainClass);
    command.addAll(arguments);
    return new Launch(command, folder, Map.of("CLASSPATH", classPath));
  }

  // classes in folders cannot be kept
  private static boolean onlyJars(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator)).allMatch(entry -> entry.endsWith(".jar"));
  }

  private static String simpleName(String mainClass) {
    return mainClass.substring(mainClass.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Further flags that the user set, such as a larger heap; they come last and so win. */
  static List<String> withUserFlags(Settings settings, String variable, List<String> flags) {
    List<String> all = new ArrayList<>(flags);
    settings.value(variable).ifPresent(text -> all.addAll(List.of(text.split("\\s+"))));
    return all;
  }
}

package dev.attune.infra.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** A main class of this module, on the class path of this process. */
  static Launch ofThisModule(String mainClass, List<String> flags, List<String> arguments, Path folder) {
    List<String> command = java(flags);
    command.add(mainClass);
    command.addAll(arguments);
    return new Launch(command, folder, Map.of("CLASSPATH", System.getProperty("java.class.path")));
  }

  /** Further flags that the user set, such as a larger heap; they come last and so win. */
  static List<String> withUserFlags(Settings settings, String variable, List<String> flags) {
    List<String> all = new ArrayList<>(flags);
    settings.value(variable).ifPresent(text -> all.addAll(List.of(text.split("\\s+"))));
    return all;
  }
}

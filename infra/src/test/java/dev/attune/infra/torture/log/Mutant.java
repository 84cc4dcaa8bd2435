package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.Outcome;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** An appender that changes each unit before it hands it on, and may lose some of the answers. */
record Mutant(Appender engine, UnaryOperator<AppendUnit> change, int answersLostOf100, Random random)
    implements Appender {

  static Mutant ignoringClaims(Appender engine) {
    return new Mutant(
        engine, unit -> new AppendUnit(unit.attempt(), unit.streams(), List.of()), 0, new Random(1));
  }

  static Mutant withAttemptIdsOfItsOwn(Appender engine) {
    return new Mutant(
        engine,
        unit ->
            new AppendUnit(
                Attempt.id(Generators.timeBasedEpochRandomGenerator().generate()), unit.streams(), unit.claims()),
        10,
        new Random(1));
  }

  static Mutant losingAnswers(Appender engine) {
    return new Mutant(engine, unit -> unit, 10, new Random(1));
  }

  /** Stores each unit in a commit of its own, whatever else waits: whoever sends many keeps all others waiting. */
  static Appender oneUnitAtATime(Appender engine) {
    return new OneUnitAtATime(engine, Executors.newSingleThreadExecutor());
  }

  private record OneUnitAtATime(Appender engine, ExecutorService line) implements Appender {

    @Override
    public CompletableFuture<Outcome> append(AppendUnit unit) {
      return CompletableFuture.supplyAsync(() -> engine.append(unit).join(), line);
    }

    @Override
    public List<CompletableFuture<Outcome>> appendChain(List<AppendUnit> units) {
      return units.stream().map(this::append).toList();
    }

    @Override
    public void close() {
      line.close();
      engine.close();
    }
  }

  @Override
  public CompletableFuture<Outcome> append(AppendUnit unit) {
    boolean lost = random.nextInt(100) < answersLostOf100;
    return engine
        .append(change.apply(unit))
        .thenApply(
            outcome -> {
              if (lost) {
                throw new IllegalStateException("lost");
              }
              return outcome;
            });
  }

  @Override
  public List<CompletableFuture<Outcome>> appendChain(List<AppendUnit> units) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    engine.close();
  }
}

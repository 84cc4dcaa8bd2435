package dev.attune.infra.torture.log;

import com.fasterxml.uuid.Generators;
import dev.attune.eventstore.append.AppendUnit;
import dev.attune.eventstore.append.Appender;
import dev.attune.eventstore.append.Outcome;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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

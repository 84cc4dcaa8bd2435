package dev.attune.eventstore.append;

import java.util.List;

/** Units that do not depend on the log: planned as they are, however often. */
record BulkUnits(BulkListener listener) implements BulkPlan<BulkUnit> {

  @Override
  public List<Claim> unique(BulkUnit unit) {
    return unit.claims();
  }

  @Override
  public void prepare(List<BulkUnit> units) {}

  @Override
  public BulkUnit unit(BulkUnit unit) {
    return unit;
  }

  @Override
  public void forget() {}

  @Override
  public void obstructed(BulkUnit unit, Outcome by) {}

  @Override
  public void settled(BulkUnit unit, Outcome outcome) {
    listener.settled(unit, outcome);
  }

  @Override
  public void refused(BulkUnit unit, AppendRejectedException reason) {
    listener.refused(unit, reason);
  }
}

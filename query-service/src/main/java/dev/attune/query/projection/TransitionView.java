package dev.attune.query.projection;

import java.util.List;

/**
 * A view of something of many profiles that depends on how each stood before. It hears of no event, only of what keyed
 * views of its projection tell: {@link View#told} is all of its fold.
 *
 * @param <S> state of one document
 */
public interface TransitionView<S> extends View<S> {

  @Override
  default Kind kind() {
    return Kind.TRANSITION;
  }

  @Override
  default List<String> ids(Recorded event) {
    return List.of();
  }

  @Override
  default boolean begins(Recorded event) {
    return false;
  }

  @Override
  default S evolve(S state, Recorded event) {
    return state;
  }

  @Override
  S told(S state, Delta delta);
}

package dev.attune.contracts.wire.avro;

import dev.attune.contracts.wire.MalformedBytesException;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record class, taken apart and put together without reflection at each call. The class must be public. */
final class RecordType {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final List<RecordComponent> components;
  private final MethodHandle constructor;

  RecordType(Class<?> type) {
    this.type = type;
    this.components = List.of(type.getRecordComponents());
    Class<?>[] arguments = Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      this.constructor =
          LOOKUP
              .findConstructor(type, MethodType.methodType(void.class, arguments))
              .asSpreader(Object[].class, arguments.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("%s must be public".formatted(type), e);
    }
  }

  Class<?> type() {
    return type;
  }

  /** In the order of the constructor. */
  List<RecordComponent> components() {
    return components;
  }

  Object create(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new MalformedBytesException("%s cannot be made: %s".formatted(type.getSimpleName(), e.getMessage()), e);
    }
  }

  /** As fast as a call of the accessor that was written by hand; primitives are boxed. */
  @SuppressWarnings("unchecked") // the factory makes what it was asked for
  static Function<Object, @Nullable Object> accessor(RecordComponent component) {
    try {
      MethodHandle accessor = LOOKUP.unreflect(component.getAccessor());
      CallSite site =
          LambdaMetafactory.metafactory(
              LOOKUP,
              "apply",
              MethodType.methodType(Function.class),
              MethodType.methodType(Object.class, Object.class),
              accessor,
              MethodType.methodType(accessor.type().wrap().returnType(), component.getDeclaringRecord()));
      return (Function<Object, @Nullable Object>) site.getTarget().invoke();
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(
          "%s of %s must be public".formatted(component, component.getDeclaringRecord()), e);
    }
  }
}

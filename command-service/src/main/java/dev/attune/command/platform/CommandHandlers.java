package dev.attune.command.platform;

import java.util.Arrays;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandHandler;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ReflectionUtils;

/** Subscribes every bean of ours that has {@link CommandHandler} methods. */
final class CommandHandlers implements SmartInitializingSingleton {

  private final ListableBeanFactory beans;
  private final CommandBus bus;

  CommandHandlers(ListableBeanFactory beans, CommandBus bus) {
    this.beans = beans;
    this.bus = bus;
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (String name : beans.getBeanDefinitionNames()) {
      Class<?> type = beans.getType(name, false);
      if (type != null && type.getName().startsWith("dev.attune.") && handlesCommands(type)) {
        Object bean = beans.getBean(name);
        new AnnotationCommandHandlerAdapter<>(bean).subscribe(bus);
      }
    }
  }

  private static boolean handlesCommands(Class<?> type) {
    return Arrays.stream(ReflectionUtils.getAllDeclaredMethods(type))
        .anyMatch(method -> method.isAnnotationPresent(CommandHandler.class));
  }
}

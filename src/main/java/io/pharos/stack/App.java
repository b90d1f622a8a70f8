package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import io.pharos.config.Settings;
import io.pharos.config.SettingsException;
import io.pharos.recovery.contract.Position;

/** The Pulumi program: the stack's name says which of the three stacks this is. */
public final class App {
  private App() {}

  public static void main(String[] arguments) {
    Pulumi.run(App::run);
  }

  /**
   * Defines the stack of this context. Wrong settings are reported before any resource is
   * registered.
   */
  public static void run(Context context) {
    Settings settings;
    try {
      settings = Settings.read(context.config());
    } catch (SettingsException e) {
      context.log().error(e.getMessage());
      return;
    }
    switch (context.stackName()) {
      case "primary" -> PrimaryStack.define(context, settings);
      case "secondary" -> SecondaryStack.define(context, settings);
      case "global" -> GlobalStack.define(context, settings);
      default ->
          context
              .log()
              .error(
                  "The stack '"
                      + context.stackName()
                      + "' is none of Pharos'. Its stacks are "
                      + Position.PRIMARY.word()
                      + ", "
                      + Position.SECONDARY.word()
                      + " and global: pulumi stack select primary");
    }
  }
}

package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import io.pharos.config.Settings;
import io.pharos.sdk.CalmSdk;

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
    CalmSdk.install();
    Settings settings = Settings.read(context.config());
    switch (context.stackName()) {
      case "primary" -> PrimaryStack.define(context, settings);
      case "secondary" -> SecondaryStack.define(context, settings);
      case "global" -> GlobalStack.define(context, settings);
      default -> throw new UnknownStack(context.stackName());
    }
  }
}

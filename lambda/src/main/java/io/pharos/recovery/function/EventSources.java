package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.EventSourceNames;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;

/**
 * The application's event sources in one Region, switched on and off by name: all that are named,
 * whoever switched them last. It looks at each and changes what is otherwise, so that doing it
 * twice changes nothing; one that cannot be switched does not keep the others from it.
 *
 * @param table of the same Region, which remembers what each function had reserved
 */
record EventSources(Aws aws, String region, Table table, EventSourceNames names) {
  private static final String RESERVED = "reserved";

  /** What is remembered of a function that had nothing reserved. */
  private static final double NOTHING = -1;

  static EventSources own(Aws aws, Environment environment) {
    return new EventSources(
        aws, environment.region(), new Table(aws, environment), environment.eventSources());
  }

  static EventSources ofPeer(Aws aws, Environment environment) {
    return new EventSources(
        aws, environment.peerRegion(), Table.ofPeer(aws, environment), environment.eventSources());
  }

  /** Whether nothing is named: then nothing is called. */
  boolean none() {
    return names.none();
  }

  /** The quickest part first: a function without concurrency takes nothing more, at once. */
  SourceSwitch off() {
    SourceSwitch off = new SourceSwitch(region, false);
    names.functions().forEach(name -> off.attempt("function " + name, () -> stop(name)));
    mappings(off);
    names.rules().forEach(name -> off.attempt("rule " + name, () -> rule(name).disable()));
    return off;
  }

  /** The other way round: what is delivered must find its function running. */
  SourceSwitch on() {
    SourceSwitch on = new SourceSwitch(region, true);
    names.functions().forEach(name -> on.attempt("function " + name, () -> start(name)));
    mappings(on);
    names.rules().forEach(name -> on.attempt("rule " + name, () -> rule(name).enable()));
    return on;
  }

  /** Each named source that is on, and each that is not there; nothing is changed. */
  void look(Consumer<String> on, Consumer<String> missing) {
    for (String name : names.functions()) {
      look("function " + name, () -> reserved(name) != 0, on, missing);
    }
    for (String name : names.rules()) {
      look("rule " + name, () -> rule(name).isOn(), on, missing);
    }
  }

  private static void look(
      String what, BooleanSupplier isOn, Consumer<String> on, Consumer<String> missing) {
    try {
      if (isOn.getAsBoolean()) {
        on.accept(what);
      }
    } catch (AwsServiceException e) {
      if (!SourceSwitch.notFound(e)) {
        throw e;
      }
      missing.accept(what);
    }
  }

  /** What it had is written down first: who comes back after an end in between finds it. */
  private boolean stop(String name) {
    int reserved = reserved(name);
    if (reserved == 0) {
      return false;
    }
    table.update(Table.source(name)).set(RESERVED, reserved).run();
    lambda().putFunctionConcurrency(put -> put.functionName(name).reservedConcurrentExecutions(0));
    return true;
  }

  private boolean start(String name) {
    if (reserved(name) != 0) {
      return false;
    }
    int before = Table.number(table.get(Table.source(name)), RESERVED).orElse(NOTHING).intValue();
    if (before > 0) {
      lambda()
          .putFunctionConcurrency(
              put -> put.functionName(name).reservedConcurrentExecutions(before));
    } else {
      lambda().deleteFunctionConcurrency(delete -> delete.functionName(name));
    }
    return true;
  }

  /** What is reserved; -1 when nothing is. */
  private int reserved(String name) {
    Integer reserved =
        lambda()
            .getFunctionConcurrency(get -> get.functionName(name))
            .reservedConcurrentExecutions();
    return reserved == null ? (int) NOTHING : reserved;
  }

  private void mappings(SourceSwitch to) {
    if (names.functions().isEmpty()) {
      return;
    }
    to.attempt(
        "the event source mappings",
        () -> {
          ListEventSourceMappingsRequest all = ListEventSourceMappingsRequest.builder().build();
          String marker;
          do {
            var page = lambda().listEventSourceMappings(all);
            page.eventSourceMappings().stream()
                .filter(this::ofNamed)
                .forEach(mapping -> to.attempt(text(mapping), () -> change(mapping, to.on())));
            marker = page.nextMarker();
            all = all.toBuilder().marker(marker).build();
          } while (marker != null && !marker.isEmpty());
          return false;
        });
  }

  private boolean ofNamed(EventSourceMappingConfiguration mapping) {
    return names.functions().contains(functionName(mapping));
  }

  /** {@code arn:aws:lambda:<region>:<account>:function:<name>}, with a qualifier or without. */
  private static String functionName(EventSourceMappingConfiguration mapping) {
    return mapping.functionArn().split(":", -1)[6];
  }

  private static String text(EventSourceMappingConfiguration mapping) {
    return "mapping " + mapping.uuid() + " of " + functionName(mapping);
  }

  /** One that is on its way there needs nothing; one on its way back refuses until it is there. */
  private boolean change(EventSourceMappingConfiguration mapping, boolean on) {
    List<String> fine =
        on
            ? List.of("enabled", "enabling", "deleting")
            : List.of("disabled", "disabling", "deleting");
    if (fine.contains(mapping.state().toLowerCase(Locale.ROOT))) {
      return false;
    }
    lambda().updateEventSourceMapping(update -> update.uuid(mapping.uuid()).enabled(on));
    return true;
  }

  private EventRule rule(String name) {
    return new EventRule(aws, region, name);
  }

  private LambdaClient lambda() {
    return aws.client(LambdaClient.class, region);
  }
}

package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.globalaccelerator.GlobalAcceleratorClient;
import software.amazon.awssdk.services.globalaccelerator.model.Accelerator;
import software.amazon.awssdk.services.globalaccelerator.model.AcceleratorStatus;
import software.amazon.awssdk.services.globalaccelerator.model.EndpointGroup;

/**
 * The accelerator's dials: all of the traffic for the Region that serves, none for the other one.
 * No takeover waits for them, because an accelerator leaves a Region in which nothing is healthy
 * whatever they say, and what takes their changes is in one Region that may be lost. They keep
 * users from a Region that returns before it has closed itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups-traffic-dial.html">Traffic
 *     dials</a>
 */
record Dials(Aws aws, Environment environment, Table table) {
  /** The only Region that takes changes of accelerators. */
  static final String CONTROL_PLANE = "us-west-2";

  private static final String CORRECTED = "corrected";
  private static final String PENDING = "pending";
  private static final float ALL = 100;
  private static final float NOTHING = 0;
  private static final int MOST = 100;

  /**
   * Turns what is wrong, once for each time that this Region was given the traffic. What cannot be
   * done now is tried again by the next beacon, and is no failure of this one.
   *
   * @throws Failed when AWS does not allow it
   */
  void followTraffic() {
    String since = Table.text(table.get(Table.TRAFFIC), "operation").orElse("deployment");
    Map<String, AttributeValue> note = table.get(Table.DIALS);
    if (Table.text(note, CORRECTED).equals(Optional.of(since))) {
      return;
    }
    boolean corrected;
    try {
      corrected = corrected();
    } catch (SdkException e) {
      if (AwsErrors.classified(e) instanceof Failed failed) {
        throw failed;
      }
      table.update(Table.DIALS).set(PENDING, String.valueOf(e.getMessage())).run();
      return;
    }
    if (corrected) {
      table.update(Table.DIALS).set(CORRECTED, since).remove(PENDING).run();
    }
  }

  /**
   * Opens one dial, and closes the other once that is deployed: with both of them closed, users
   * would be led nowhere.
   *
   * @return whether nothing is left to do
   */
  private boolean corrected() {
    List<Accelerator> accelerators = accelerators();
    List<EndpointGroup> wrong =
        accelerators.stream()
            .flatMap(this::groups)
            .filter(group -> wrong(group, environment.region()))
            .toList();
    if (wrong.isEmpty()) {
      return !accelerators.isEmpty();
    }
    boolean deployed =
        accelerators.stream().allMatch(each -> each.status() == AcceleratorStatus.DEPLOYED);
    List<EndpointGroup> opened =
        wrong.stream().filter(group -> wanted(group, environment.region()) == ALL).toList();
    if (opened.isEmpty() && !deployed) {
      return false;
    }
    List<EndpointGroup> now = opened.isEmpty() ? wrong : opened;
    now.forEach(
        group ->
            client()
                .updateEndpointGroup(
                    update ->
                        update
                            .endpointGroupArn(group.endpointGroupArn())
                            .trafficDialPercentage(wanted(group, environment.region()))));
    return now.size() == wrong.size();
  }

  private static boolean wrong(EndpointGroup group, String serving) {
    return group.trafficDialPercentage() != wanted(group, serving);
  }

  private static float wanted(EndpointGroup group, String serving) {
    return group.endpointGroupRegion().equals(serving) ? ALL : NOTHING;
  }

  /**
   * What is wrong while the peer serves; empty when nothing is.
   *
   * @throws SdkException when nobody answers
   */
  List<String> wrong() {
    List<EndpointGroup> groups = accelerators().stream().flatMap(this::groups).toList();
    List<String> wrong = new ArrayList<>();
    if (groups.size() != 2) {
      wrong.add(
          "accelerator "
              + environment.names().accelerator()
              + " has "
              + groups.size()
              + " endpoint groups, not 2");
    }
    groups.stream()
        .filter(group -> wrong(group, environment.peerRegion()))
        .map(
            group ->
                "the dial of "
                    + group.endpointGroupRegion()
                    + " is at "
                    + Math.round(group.trafficDialPercentage()))
        .forEach(wrong::add);
    return wrong;
  }

  /** Found by the name: what an accelerator is made of has ARNs that AWS makes. */
  private List<Accelerator> accelerators() {
    String name = environment.names().accelerator();
    return client().listAccelerators(list -> list.maxResults(MOST)).accelerators().stream()
        .filter(accelerator -> accelerator.name().equals(name))
        .toList();
  }

  private Stream<EndpointGroup> groups(Accelerator accelerator) {
    return client()
        .listListeners(list -> list.acceleratorArn(accelerator.acceleratorArn()))
        .listeners()
        .stream()
        .flatMap(
            listener ->
                client()
                    .listEndpointGroups(list -> list.listenerArn(listener.listenerArn()))
                    .endpointGroups()
                    .stream());
  }

  private GlobalAcceleratorClient client() {
    return aws.client(GlobalAcceleratorClient.class, CONTROL_PLANE);
  }
}

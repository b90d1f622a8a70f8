package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.Accelerator;
import io.pharos.component.DeploymentPipeline;
import io.pharos.component.PipelineArgs;
import io.pharos.component.Routing;
import io.pharos.component.Routing.Endpoint;
import io.pharos.component.UsersCanary;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the users are sent. Its provider is in the secondary Region, so that the stack can be
 * refreshed and updated while the primary one is lost.
 */
final class GlobalStack {
  private GlobalStack() {}

  static void define(Context context, Settings settings) {
    ComponentResourceOptions options =
        RegionalStack.in(settings.regions().of(Position.SECONDARY), settings, "global");
    Map<Position, Endpoint> endpoints = new EnumMap<>(Position.class);
    Map<Position, RegionOutputs> regions = new EnumMap<>(Position.class);
    for (Position position : Position.values()) {
      RegionOutputs region = RegionOutputs.of(new PeerStack(context, position.word()));
      regions.put(position, region);
      endpoints.put(
          position,
          new Endpoint(
              settings.regions().of(position),
              region.loadBalancerDnsName(),
              region.loadBalancerZoneId(),
              region.takeoverAlarmName()));
    }
    Optional<Accelerator> accelerator =
        settings.routing().via().accelerates()
            ? Optional.of(accelerator(settings, regions, options))
            : Optional.empty();
    accelerator.ifPresent(
        made -> {
          context.export("acceleratorDnsName", made.dnsName());
          context.export("acceleratorAddresses", made.addresses());
        });
    var routing = new Routing("routing", settings, endpoints, accelerator, options);

    settings
        .pipeline()
        .ifPresent(
            pipeline -> {
              var args =
                  new PipelineArgs(
                      settings,
                      pipeline,
                      settings.regions().of(Position.SECONDARY),
                      regions.get(Position.SECONDARY).keyArn());
              context.export(
                  "pipeline", new DeploymentPipeline("pipeline", args, options).pipelineName());
            });

    settings
        .canary()
        .ifPresent(
            canary ->
                context.export(
                    "canary", new UsersCanary("canary", settings, canary, options).canaryName()));

    String domain = settings.routing().domain();
    context.export("domain", Output.of(domain));
    context.export("hostedZoneId", routing.hostedZoneId());
    context.export("endpoint", Output.of(settings.routing().scheme() + "://" + domain));
  }

  private static Accelerator accelerator(
      Settings settings, Map<Position, RegionOutputs> regions, ComponentResourceOptions options) {
    Map<Position, Accelerator.Endpoint> endpoints = new EnumMap<>(Position.class);
    regions.forEach(
        (position, region) ->
            endpoints.put(
                position,
                new Accelerator.Endpoint(
                    settings.regions().of(position), region.loadBalancerArn())));
    return new Accelerator("accelerator", settings, endpoints, options);
  }
}

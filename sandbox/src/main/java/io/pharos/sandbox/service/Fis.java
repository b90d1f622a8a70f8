package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.fis.Experiments;
import io.pharos.sandbox.service.fis.FisApi;
import io.pharos.sandbox.service.fis.Templates;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.fis.FisClient;

/** AWS Fault Injection Service, as far as the isolation of a Region needs it. */
public final class Fis implements Service {
  private final Templates templates;
  private final Experiments experiments;

  public Fis(World world) {
    this.templates = new Templates(world);
    this.experiments = new Experiments(world);
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(Templates.TYPE, templates);
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(FisClient.class, (region, caller) -> new FisApi(experiments, region));
  }
}

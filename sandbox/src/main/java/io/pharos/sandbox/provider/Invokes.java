package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import java.util.Map;
import java.util.TreeMap;

/**
 * The provider's functions (data sources): each token has one answer, from the account of the
 * world. What is not here is refused.
 */
final class Invokes {

  /** One function of the provider. */
  @FunctionalInterface
  interface Invoke {
    /**
     * @throws ProviderFailure in the real provider's words
     */
    Map<String, Object> answer(String region, Map<String, Object> arguments);
  }

  private final World world;
  private final Map<String, Invoke> answers = new TreeMap<>();

  Invokes(World world) {
    this.world = world;
    answers.putAll(new AccountInvokes(world).answers());
    answers.putAll(new NetworkInvokes(world.account()).answers());
    answers.putAll(new LookupInvokes(world.account()).answers());
    answers.put(
        "aws:secretsmanager/getRandomPassword:getRandomPassword", new RandomPassword(world.seed()));
  }

  Map<String, Object> answer(String token, String region, Map<String, Object> arguments) {
    Invoke invoke = answers.get(token);
    if (invoke == null) {
      throw new ProviderFailure("the sandbox does not answer invoke " + token);
    }
    String module = token.substring(token.indexOf(':') + 1, token.indexOf('/'));
    boolean asksRegion = !module.equals("route53") && !AccountInvokes.OFFLINE.contains(token);
    if (asksRegion && !world.faults().reaches(Caller.INTERNET, region)) {
      String operation = token.substring(token.lastIndexOf(':') + 1);
      throw new ProviderFailure(
          "invoking "
              + token
              + ": "
              + service(token, module).unreachable(operation.replaceFirst("^get", "Get"), region));
    }
    try {
      return invoke.answer(region, arguments);
    } catch (ProviderFailure failure) {
      throw new ProviderFailure("invoking " + token + ": " + failure.getMessage(), failure);
    }
  }

  /** Zones are EC2's to tell, though the function is at the provider's root. */
  private static AwsService service(String token, String module) {
    return AwsService.of(token.contains("getAvailabilityZones") ? "ec2" : module, "");
  }
}

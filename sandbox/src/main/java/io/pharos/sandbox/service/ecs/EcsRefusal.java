package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Refusal;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;

/** What ECS says when it does not do something. */
final class EcsRefusal {
  private static final Map<String, Supplier<AwsServiceException.Builder>> TYPED =
      Map.of(
          "ClientException", ClientException::builder,
          "ClusterNotFoundException", ClusterNotFoundException::builder,
          "InvalidParameterException", InvalidParameterException::builder,
          "ServiceNotActiveException", ServiceNotActiveException::builder,
          "ServiceNotFoundException", ServiceNotFoundException::builder);

  private EcsRefusal() {}

  static AwsServiceException of(String code, String message) {
    return Refusal.of(
        TYPED.getOrDefault(code, EcsException::builder).get(), "Ecs", 400, code, message);
  }

  static AwsServiceException client(String message) {
    return of("ClientException", message);
  }

  static AwsServiceException invalid(String message) {
    return of("InvalidParameterException", message);
  }
}

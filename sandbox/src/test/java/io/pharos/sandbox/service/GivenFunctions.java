package io.pharos.sandbox.service;

import io.pharos.example.Counting;
import io.pharos.example.Echo;
import io.pharos.example.Failing;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Functions with their roles, deployed from one archive. */
final class GivenFunctions {
  final GivenAccount given = new GivenAccount();
  private final Map<String, Object> code;

  GivenFunctions(Path directory) {
    this.code =
        FunctionArchive.of(
            directory, Echo.class, Failing.class, Failing.Refused.class, Counting.class);
  }

  /** A role that the service may assume, with a policy of these statements. */
  Resource role(String name, String service, String statements) {
    Resource role =
        given.createIn(
            Account.GLOBAL,
            "aws:iam/role:Role",
            name,
            "name",
            name,
            "assumeRolePolicy",
            json(
                "{'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Principal':"
                    + " {'Service': '"
                    + service
                    + "'}, 'Action': 'sts:AssumeRole'}]}"));
    if (statements != null) {
      given.createIn(
          Account.GLOBAL,
          "aws:iam/rolePolicy:RolePolicy",
          name + "-policy",
          "name",
          "own",
          "role",
          name,
          "policy",
          json("{'Version': '2012-10-17', 'Statement': [" + statements + "]}"));
    }
    return role;
  }

  static String allow(String action, String resource) {
    return "{'Effect': 'Allow', 'Action': '" + action + "', 'Resource': '" + resource + "'}";
  }

  static String json(String text) {
    return text.replace('\'', '"');
  }

  Map<String, Object> attributes(String name, Class<?> handler, Object... more) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", name);
    attributes.put("code", code);
    attributes.put("handler", handler.getName() + "::handleRequest");
    attributes.put("runtime", "java17");
    attributes.put("timeout", 10);
    attributes.put("memorySize", 512);
    attributes.put("publish", true);
    attributes.put("role", "arn:aws:iam::123456789012:role/" + name);
    attributes.putAll(GivenAccount.attributes(more));
    return attributes;
  }

  /** A function of that name, with a role of the same name and an alias {@code live}. */
  Resource function(String name, Class<?> handler, String statements, Object... more) {
    role(name, "lambda.amazonaws.com", statements);
    Resource function =
        given.create("aws:lambda/function:Function", name, flat(attributes(name, handler, more)));
    given.create(
        "aws:lambda/alias:Alias",
        name + "-live",
        "name",
        "live",
        "functionName",
        name,
        "functionVersion",
        function.string("version"));
    return function;
  }

  static Object[] flat(Map<String, Object> attributes) {
    return attributes.entrySet().stream()
        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
        .toArray();
  }

  static String live(String name) {
    return "arn:aws:lambda:" + GivenAccount.REGION + ":123456789012:function:" + name + ":live";
  }

  Lambda lambda() {
    return given.world.service(Lambda.class);
  }
}

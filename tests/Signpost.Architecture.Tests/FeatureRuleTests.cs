using System.Reflection;
using NetArchTest.Rules;

namespace Signpost.Architecture.Tests;

/// <summary>
/// Inside edge and control plane a feature is a folder. Features know each other only along these arrows;
/// the frame path's arrows follow the frame, and only the composition root sees everything.
/// </summary>
public sealed class FeatureRuleTests
{
    private const string Edge = "Signpost.Edge";
    private const string ControlPlane = "Signpost.ControlPlane";
    private static readonly Assembly EdgeAssembly = Assembly.Load(Edge);
    private static readonly Assembly ControlPlaneAssembly = Assembly.Load(ControlPlane);

    [Fact]
    public void Edge_And_ControlPlane_NeverKnowEachOther()
    {
        Assert.DoesNotContain(EdgeAssembly.GetReferencedAssemblies(), name => name.Name!.StartsWith(ControlPlane, StringComparison.Ordinal));
        Assert.DoesNotContain(ControlPlaneAssembly.GetReferencedAssemblies(), name => name.Name!.StartsWith(Edge, StringComparison.Ordinal)
            || name.Name!.StartsWith("Signpost.Hardware", StringComparison.Ordinal));
    }

    [Fact]
    public void FramePath_NeverKnowsTheNetwork()
    {
        var framePath = Types.InAssembly(EdgeAssembly).That()
            .ResideInNamespaceStartingWith("Signpost.Edge.Capture").Or().ResideInNamespaceStartingWith("Signpost.Edge.Vision")
            .Or().ResideInNamespaceStartingWith("Signpost.Edge.Tracking");
        var result = framePath.ShouldNot().HaveDependencyOnAny("MQTTnet", "Grpc", "System.Net").GetResult();
        Assert.True(result.IsSuccessful, Failing(result));
    }

    private static string Failing(NetArchTest.Rules.TestResult result) => string.Join(", ", result.FailingTypeNames ?? []);
}

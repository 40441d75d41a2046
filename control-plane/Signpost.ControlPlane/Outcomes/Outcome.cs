using System.Diagnostics.CodeAnalysis;

namespace Signpost.ControlPlane.Outcomes;

/// <summary>What an action gave, or why it was refused. Refusals are expected and are values; exceptions are for bugs and broken worlds.</summary>
public readonly struct Outcome<T>
{
    private Outcome(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    /// <summary>The result; null exactly when <see cref="Problem"/> is not.</summary>
    public T? Value { get; }

    /// <summary>Why nothing was done.</summary>
    public Problem? Problem { get; }

    /// <summary>Tells the two cases apart and hands out the one there is.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        value = Value;
        problem = Problem;
        return problem is null;
    }

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);

    internal static Outcome<T> Of(T value) => new(value, null);
}

/// <summary>Makes outcomes of interface types, for which C# knows no implicit conversion.</summary>
public static class Outcome
{
    public static Outcome<T> Of<T>(T value) => Outcome<T>.Of(value);
}

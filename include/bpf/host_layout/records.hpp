//===- records.hpp - Which record is handed to whom -------------*- C++ -*-===//
//
// Part of HostLayout, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A buffer's records are of one type, or of several that a tag tells apart. A
// record that is shorter than its type, or whose tag is not known, is counted
// and handed to the error handler; it is never read as something that it is
// not.
//
//===----------------------------------------------------------------------===//

#ifndef BPF_HOST_LAYOUT_RECORDS_HPP
#define BPF_HOST_LAYOUT_RECORDS_HPP

#include "handle.hpp"

#include <cstring>
#include <functional>
#include <tuple>

namespace host_layout {
inline namespace v1 {
HOST_LAYOUT_MAPS_BEGIN

/// Some bytes of a record: what lies behind its type.
class bytes_view {
public:
  bytes_view() = default;
  bytes_view(const void *data, std::size_t size)
      : data_(static_cast<const std::byte *>(data)), size_(size) {}
  const std::byte *data() const { return data_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const std::byte *begin() const { return data_; }
  const std::byte *end() const { return data_ + size_; }

private:
  const std::byte *data_ = nullptr;
  std::size_t size_ = 0;
};

/// A record that no handler can be given.
struct bad_record {
  enum reason_type { too_short, unknown_tag };
  reason_type reason;
  const char *map;   ///< the name of the map it came from
  bytes_view bytes;  ///< all of it, valid during the call
};

/// What poll() and consume() have seen.
struct record_counts {
  std::uint64_t handled = 0, too_short = 0, unknown_tag = 0;
  std::uint64_t lost = 0; ///< perf buffers: what the kernel had no room for
};

namespace detail {

/// Called with each record of one buffer.
class record_handler {
public:
  virtual ~record_handler() = default;
  /// \p aligned_to: what the address of \p data is a multiple of.
  virtual bool handle(const void *data, std::size_t size,
                      std::size_t aligned_to,
                      bad_record::reason_type &why) = 0;
};

/// Whether \p F can be given a \p T; says how it should look where it cannot.
template <class T, class F> constexpr bool takes_record() {
  constexpr bool fits = std::is_invocable_v<F &, const T &> ||
                        std::is_invocable_v<F &, const T &, bytes_view>;
  static_assert(fits, "a handler of records of type T is called as "
                      "f(const T &), or f(const T &, host_layout::bytes_view) "
                      "for what is behind it");
  return fits;
}

/// Hands the bytes at \p data, of which there are enough, to \p f as a \p T. In
/// place if they are aligned for it, else as a copy.
template <class T, class F>
void hand_over(F &f, const void *data, std::size_t size,
               std::size_t aligned_to) {
  static_assert(is_bytes<T>());
  auto call = [&](const T &record) {
    if constexpr (!takes_record<T, F>())
      return;
    else if constexpr (std::is_invocable_v<F &, const T &, bytes_view>)
      f(record, bytes_view(static_cast<const std::byte *>(data) + sizeof(T),
                           size - sizeof(T)));
    else
      f(record);
  };
  if (alignof(T) <= aligned_to) {
    call(*static_cast<const T *>(data));
  } else {
    T copy;
    std::memcpy(&copy, data, sizeof(T));
    call(copy);
  }
}

/// One type of record.
template <class T, class F> class single_handler : public record_handler {
public:
  explicit single_handler(F f) : f_(std::move(f)) {}
  bool handle(const void *data, std::size_t size, std::size_t aligned_to,
              bad_record::reason_type &why) override {
    if (size < sizeof(T)) {
      why = bad_record::too_short;
      return false;
    }
    hand_over<T>(f_, data, size, aligned_to);
    return true;
  }

private:
  F f_;
};

template <class T, class Tag, class F> struct tagged {
  using record_type = T;
  Tag tag;
  F f;
};

template <class Member> struct member_of;
template <class Class, class Type> struct member_of<Type Class::*> {
  using owner = Class;
  using type = Type;
};

template <class T, class = void> struct knows_fields : std::false_type {};
template <class T>
struct knows_fields<T, std::void_t<decltype(host_layout_has_field(
                           static_cast<const T *>(nullptr), std::size_t(),
                           std::size_t()))>> : std::true_type {};

} // namespace detail

/// Where the tag is: by_tag<&event_head::kind>(). event_head is a generated
/// type, and each type of record has a member of that size at that place.
template <auto Member> struct tag_member {
  using owner = typename detail::member_of<decltype(Member)>::owner;
  using type = typename detail::member_of<decltype(Member)>::type;
  static constexpr std::size_t offset =
      host_layout_offset(std::integral_constant<decltype(Member), Member>());
  static constexpr std::size_t needs = offset + sizeof(type);

  template <class T> static constexpr void check() {
    static_assert(detail::knows_fields<T>::value,
                  "a record with a tag is a generated type");
    static_assert(host_layout_has_field(static_cast<const T *>(nullptr), offset,
                                        sizeof(type)),
                  "this type of record has no tag at that place");
  }
  static type get(const void *data) {
    type tag;
    std::memcpy(&tag, static_cast<const char *>(data) + offset, sizeof(tag));
    return tag;
  }
};
template <auto Member> constexpr tag_member<Member> by_tag() { return {}; }

/// The same for a tag that has no address, a bit-field:
/// by_tag<event_head>([](const event_head &e) { return e.kind; }). Each record
/// begins with an event_head, or with what has its tag at the same place.
template <class Head, class Get> struct tag_getter {
  static constexpr std::size_t needs = sizeof(Head);
  Get getter;

  template <class T> static constexpr void check() {
    static_assert(sizeof(T) >= sizeof(Head),
                  "this type of record is too short to have that tag");
  }
  auto get(const void *data) const {
    Head head;
    std::memcpy(&head, data, sizeof(head));
    return getter(static_cast<const Head &>(head));
  }
};
template <class Head, class Get> tag_getter<Head, Get> by_tag(Get get) {
  return {std::move(get)};
}

/// Records whose tag is \p tag are a \p T, for \p f(const T &) or
/// \p f(const T &, bytes_view rest).
template <class T, class Tag, class F>
detail::tagged<T, Tag, F> on(Tag tag, F f) {
  return {tag, std::move(f)};
}

namespace detail {

template <class By, class... On> class tagged_handler : public record_handler {
public:
  tagged_handler(By by, On... on) : by_(std::move(by)), on_(std::move(on)...) {
    (by_.template check<typename On::record_type>(), ...);
  }
  bool handle(const void *data, std::size_t size, std::size_t aligned_to,
              bad_record::reason_type &why) override {
    why = bad_record::too_short;
    if (size < By::needs)
      return false;
    const auto tag = by_.get(data);
    bool is_done = false, is_known = false;
    std::apply(
        [&](On &...on) {
          (try_one(on, tag, data, size, aligned_to, is_known, is_done), ...);
        },
        on_);
    if (!is_known)
      why = bad_record::unknown_tag;
    return is_done;
  }

private:
  template <class One, class Tag>
  static void try_one(One &on, const Tag &tag, const void *data,
                      std::size_t size, std::size_t aligned_to, bool &is_known,
                      bool &is_done) {
    using T = typename One::record_type;
    if (is_known || static_cast<Tag>(on.tag) != tag)
      return;
    is_known = true;
    if (size < sizeof(T))
      return;
    hand_over<T>(on.f, data, size, aligned_to);
    is_done = true;
  }

  By by_;
  std::tuple<On...> on_;
};

} // namespace detail

HOST_LAYOUT_MAPS_END
} // namespace v1
} // namespace host_layout

#endif
